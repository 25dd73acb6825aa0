using Hypernet.EventStore;

namespace Hypernet.Server.Events;

/// <summary>What every stream of events reads from.</summary>
/// <param name="Reader">The ledger.</param>
/// <param name="Feed">Says when the ledger has grown.</param>
/// <param name="Presenter">Turns a log into what readers see.</param>
/// <param name="Head">The newest block the chain was seen to have; null before it was first reached.</param>
/// <param name="Time">The clock of heartbeats.</param>
internal sealed record EventSource(IEventReader Reader, IEventFeed Feed, EventPresenter Presenter, Func<long?> Head, TimeProvider Time);
