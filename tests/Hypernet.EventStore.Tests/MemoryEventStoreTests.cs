using Hypernet.EventStore.Memory;

namespace Hypernet.EventStore;

public sealed class MemoryEventStoreTests : EventStoreTests
{
#pragma warning disable CA2000 // the suite that asks for it disposes of it
    protected override ValueTask<IEventStore> OpenAsync() => new(new MemoryEventStore(Sample.Chain));
#pragma warning restore CA2000
}
