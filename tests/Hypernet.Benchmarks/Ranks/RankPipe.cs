using System.Text.Json;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>Lines of JSON, one way in and one way out.</summary>
/// <param name="input">From the other side.</param>
/// <param name="output">To the other side.</param>
internal sealed class RankPipe(TextReader input, TextWriter output)
{
    internal async Task SendAsync<T>(T message, CancellationToken cancellationToken)
    {
        await output.WriteLineAsync(JsonSerializer.Serialize(message).AsMemory(), cancellationToken);
        await output.FlushAsync(cancellationToken);
    }

    /// <summary>The next line, or null when the other side has ended.</summary>
    internal async Task<T?> ReceiveAsync<T>(CancellationToken cancellationToken)
        where T : class => await input.ReadLineAsync(cancellationToken) is { } line ? JsonSerializer.Deserialize<T>(line) : null;
}
