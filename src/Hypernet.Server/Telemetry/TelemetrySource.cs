using Hypernet.EventStore;

namespace Hypernet.Server.Telemetry;

/// <summary>What telemetry is answered from.</summary>
/// <param name="Board">What was reported.</param>
/// <param name="Rosters">Who may report, and on what.</param>
/// <param name="Reader">The ledger.</param>
/// <param name="Feed">Says when the ledger has grown.</param>
/// <param name="Time">The clock of ages and heartbeats.</param>
internal sealed record TelemetrySource(TelemetryBoard Board, JobRosters Rosters, IEventReader Reader, IEventFeed Feed, TimeProvider Time);
