using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Hypernet.Cli;

/// <summary>What long-running commands say: one line a message, on stderr.</summary>
internal static class CommandLogging
{
    /// <summary>A logger of information and worse; of everything if verbose.</summary>
    public static ILoggerFactory Create(bool isVerbose) => LoggerFactory.Create(builder => builder
        .SetMinimumLevel(isVerbose ? LogLevel.Debug : LogLevel.Information)
        .AddFilter("Microsoft", LogLevel.Warning)

        // What keeps a host from starting is thrown, and said once as the command's error.
        .AddFilter("Microsoft.Extensions.Hosting", LogLevel.None)
        .AddSimpleConsole(options =>
        {
            options.SingleLine = true;
            options.TimestampFormat = "HH:mm:ss.fff ";
            options.ColorBehavior = LoggerColorBehavior.Disabled;
        })
        .Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace));
}
