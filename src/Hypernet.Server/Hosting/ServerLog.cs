using Microsoft.Extensions.Logging;

namespace Hypernet.Server.Hosting;

/// <summary>What the server says about itself: events 5000 to 5999.</summary>
internal static partial class ServerLog
{
    [LoggerMessage(5000, LogLevel.Information, "Listening on {Address}.")]
    internal static partial void Listening(this ILogger log, Uri address);

    [LoggerMessage(5001, LogLevel.Error, "{Method} {Path} failed.")]
    internal static partial void RequestFailed(this ILogger log, Exception fault, string method, string path);

    [LoggerMessage(5002, LogLevel.Critical, "The indexer failed: the data served will not advance any more.")]
    internal static partial void IndexerFailed(this ILogger log, Exception fault);
}
