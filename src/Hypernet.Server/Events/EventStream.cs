using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Hypernet.Client;
using Hypernet.EventStore;

namespace Hypernet.Server.Events;

/// <summary>
/// One reader's stream of server-sent events. It reads the ledger a page at a time and waits until the reader has taken what was
/// written: a slow one costs disk reads, never memory.
/// </summary>
internal sealed class EventStream(EventSource source, EventQuery query, PipeWriter output) : IDisposable
{
    /// <summary>The longest that a stream is silent.</summary>
    internal static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private const int PageEntries = 256;
    private const int FlushBytes = 32 * 1024;

    private readonly Horizon _horizon = query.Horizon == EventHorizon.Finalized ? Horizon.Finalized : Horizon.Latest;
    private readonly Utf8JsonWriter _json = new(output);
    private long _cursor = query.From;

    /// <summary>Writes until the reader goes away or the server stops, which cancels.</summary>
    internal async Task WriteAsync(CancellationToken cancellationToken)
    {
        output.Write("retry: 1000\n\n"u8);
        long seen = await WriteStoredAsync(cancellationToken);
        WriteItem(CaughtUpView.EventName, new CaughtUpView { Position = _cursor }, WireJson.Default.CaughtUpView);
        while (true)
        {
            await output.FlushAsync(cancellationToken);
            await WaitForNewsAsync(seen, cancellationToken);
            seen = await WriteStoredAsync(cancellationToken);
        }
    }

    public void Dispose() => _json.Dispose();

    // Returns the ledger's position that was looked at: what comes after it is news, also where only final blocks are read.
    private async Task<long> WriteStoredAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = await source.Reader.GetPositionAsync(cancellationToken);
            IReadOnlyList<Entry> page = await source.Reader.ReadAsync(_cursor, PageEntries, _horizon, cancellationToken);
            foreach (Entry entry in page)
            {
                WriteEntry(entry);
                _cursor = entry.Position;
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await output.FlushAsync(cancellationToken);
                }
            }

            if (page.Count < PageEntries)
            {
                return Math.Max(seen, _cursor);
            }
        }
    }

    private async Task WaitForNewsAsync(long seen, CancellationToken cancellationToken)
    {
        Task<long> news = source.Feed.WaitAsync(seen, cancellationToken).AsTask();
        while (true)
        {
            try
            {
                await news.WaitAsync(Heartbeat, source.Time, cancellationToken);
                return;
            }
            catch (TimeoutException)
            {
                // The id moves the cursor of a reader whose filter lets nothing pass.
                WriteText($": head={source.Head()} position={seen}\nid: {_cursor}\n\n");
                await output.FlushAsync(cancellationToken);
            }
        }
    }

    private void WriteEntry(Entry entry)
    {
        switch (entry)
        {
            case Entry.Log log when source.Presenter.Present(log) is { } view && Passes(view):
                WriteItem(view.Name, view, WireJson.Default.EventView);
                break;
            case Entry.BlockReverted reverted:
                var undone = new RevertedView { Position = reverted.Position, BlockNumber = reverted.Block.Number, BlockHash = reverted.Block.Hash.ToString() };
                WriteItem(RevertedView.EventName, undone, WireJson.Default.RevertedView);
                break;
            case Entry.Finalized finalized:
                var final = new FinalizedView { Position = finalized.Position, BlockNumber = finalized.Block.Number };
                WriteItem(FinalizedView.EventName, final, WireJson.Default.FinalizedView);
                break;
            default:
                break; // Blocks and announced contracts are the ledger's own business.
        }
    }

    private bool Passes(EventView view)
        => (query.Job is null || view.Job == query.Job) && (query.Names.Count == 0 || query.Names.Contains(view.Name));

    private void WriteItem<T>(string name, T item, JsonTypeInfo<T> type)
        where T : StreamItem
    {
        WriteText($"id: {item.Position}\nevent: {name}\ndata: ");
        _json.Reset();
        JsonSerializer.Serialize(_json, item, type);
        output.Write("\n\n"u8);
    }

    private void WriteText(FormattableString text) => Encoding.UTF8.GetBytes(text.ToString(CultureInfo.InvariantCulture), output);
}
