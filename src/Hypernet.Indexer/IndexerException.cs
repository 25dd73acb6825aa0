namespace Hypernet.Indexer;

/// <summary>The root of what an indexer complains of, the store's and the chain access's own exceptions apart.</summary>
public abstract class IndexerException : Exception
{
    private protected IndexerException(string message)
        : base(message)
    {
    }
}
