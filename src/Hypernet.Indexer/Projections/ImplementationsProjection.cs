using Hypernet.Indexer.Decoding;

namespace Hypernet.Indexer.Projections;

/// <summary>Which kinds of job contracts are listed.</summary>
internal sealed class ImplementationsProjection : IProjection
{
    public string Name => Tables.Implementations.Name;

    public int Version => 1;

    public ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is MarketEvent.ImplementationListed listed)
        {
            rows.Put(Tables.Implementations, listed.Implementation.ToString(), new Implementation(listed.Implementation, listed.IsListed));
        }

        return ValueTask.CompletedTask;
    }
}
