namespace Hypernet.Indexer.Decoding;

/// <summary>Which contract of the market emitted a log.</summary>
internal enum LogSource
{
    JobFactory,
    Job,
    Collateral,
    Reputation,
    ProtocolParameters,
    LibraryRegistry,
}
