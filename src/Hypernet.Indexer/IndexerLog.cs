using Microsoft.Extensions.Logging;

namespace Hypernet.Indexer;

/// <summary>What an indexer says. EventIds 4000 to 4099.</summary>
internal static partial class IndexerLog
{
    [LoggerMessage(4000, LogLevel.Information, "Rebuilt all projections: other code had written them.")]
    public static partial void Rebuilt(this ILogger log);

    [LoggerMessage(4001, LogLevel.Information, "Caught up with the chain at block {Block}, position {Position}.")]
    public static partial void CaughtUp(this ILogger log, long block, long position);

    [LoggerMessage(4002, LogLevel.Information, "The chain replaced {Depth} blocks.")]
    public static partial void Reorganized(this ILogger log, int depth);

    [LoggerMessage(4003, LogLevel.Error, "The chain replaced {Depth} blocks, final ones among them: readers of final blocks have seen what is no longer so.")]
    public static partial void ReorganizedBelowFinality(this ILogger log, int depth);

    [LoggerMessage(4004, LogLevel.Warning, "The chain cannot be followed now; next attempt in {Wait}.")]
    public static partial void Faulted(this ILogger log, Exception fault, TimeSpan wait);
}
