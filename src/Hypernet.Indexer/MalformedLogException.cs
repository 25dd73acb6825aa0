using Hypernet.EventStore;

namespace Hypernet.Indexer;

/// <summary>A contract of the market emitted what its interface does not allow: the deployment file names another version of it.</summary>
public sealed class MalformedLogException : IndexerException
{
    internal MalformedLogException(string contract, ChainLog log)
        : base($"Log {log.Index} of transaction {log.Transaction} cannot be read as an event of {contract} at {log.Address}: "
            + "compare the deployment file with the version of this program.") => (Contract, Log) = (contract, log);

    /// <summary>The contract's name.</summary>
    public string Contract { get; }

    /// <summary>The log.</summary>
    public ChainLog Log { get; }
}
