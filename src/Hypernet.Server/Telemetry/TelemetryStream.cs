using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Server.Events;

namespace Hypernet.Server.Telemetry;

/// <summary>
/// One reader's stream of a job's telemetry: the whole picture at once, and again when it has changed. Nothing is queued: a slow
/// reader sees fewer pictures, and one that was away has missed none.
/// </summary>
internal sealed class TelemetryStream(TelemetrySource source, Account job, PipeWriter output) : IDisposable
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    private readonly Utf8JsonWriter _json = new(output);

    /// <summary>Writes until the reader goes away or the server stops, which cancels.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        output.Write("retry: 1000\n\n"u8);
        JobRoster? shown = null;
        while (true)
        {
            // Asked for before the picture is made: what comes meanwhile is news.
            Task news = source.Board.NewsOf(job);
            long position = await source.Reader.GetPositionAsync(cancellationToken);
            shown = await source.Rosters.FindAsync(job, cancellationToken) ?? shown;
            Write(TelemetryViews.Of(shown!, source.Board, source.Time.GetUtcNow(), withRanks: false));
            await output.FlushAsync(cancellationToken);
            await Task.Delay(Pace, source.Time, cancellationToken);
            await WaitForNewsAsync(shown!, news, position, cancellationToken);
        }
    }

    public void Dispose() => _json.Dispose();

    // A report, or an event of the job itself; the ledger grows with every block.
    private async Task WaitForNewsAsync(JobRoster shown, Task reported, long position, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task changed = WaitForChangeAsync(shown, position, over.Token);
        try
        {
            while (!reported.IsCompleted && !changed.IsCompleted)
            {
                Task beat = Task.Delay(EventStream.Heartbeat, source.Time, over.Token);
                if (await Task.WhenAny(reported, changed, beat) == beat)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    output.Write(": nothing new\n\n"u8);
                    await output.FlushAsync(cancellationToken);
                }
            }
        }
        finally
        {
            await over.CancelAsync();
        }
    }

    private async Task WaitForChangeAsync(JobRoster shown, long position, CancellationToken cancellationToken)
    {
        do
        {
            position = await source.Feed.WaitAsync(position, cancellationToken);
        }
        while (await source.Rosters.FindAsync(job, cancellationToken) is not { } now || now == shown);
    }

    private void Write(TelemetryView view)
    {
        output.Write("event: telemetry\ndata: "u8);
        _json.Reset();
        JsonSerializer.Serialize(_json, view, WireJson.Default.TelemetryView);
        output.Write("\n\n"u8);
    }
}
