using System.Buffers;
using System.Text;

namespace Hypernet.Runtime.Launching;

/// <summary>Passes on what ranks write, in whole lines, each labelled with its rank, never one within another.</summary>
internal sealed class RankOutput(bool isLabelled, Action gone) : IDisposable
{
    /// <summary>A longer line is passed on in pieces.</summary>
    public const int MaximumLineBytes = 64 << 10;

    // One for all targets: they may be the same terminal.
    private readonly SemaphoreSlim _gate = new(1, 1);

    /// <summary>Passes on what one rank writes, to its end.</summary>
    /// <param name="rank">Who writes.</param>
    /// <param name="source">What it writes.</param>
    /// <param name="target">Where it goes.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    public async Task PumpAsync(string rank, Stream source, Stream target, CancellationToken cancellationToken)
    {
        byte[] label = LabelOf(rank);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(MaximumLineBytes);
        int held = 0;
        try
        {
            int read;
            while ((read = await source.ReadAsync(buffer.AsMemory(held, MaximumLineBytes - held), cancellationToken).ConfigureAwait(false)) > 0)
            {
                held += read;
                int whole = Whole(buffer.AsSpan(0, held));
                await WriteAsync(target, Labelled(label, buffer.AsMemory(0, whole))).ConfigureAwait(false);
                buffer.AsSpan(whole, held - whole).CopyTo(buffer);
                held -= whole;
            }
        }
        catch (OperationCanceledException)
        {
            // What was read is still passed on.
        }

        await WriteAsync(target, Labelled(label, buffer.AsMemory(0, held))).ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Writes one line of a rank; waits while the target takes nothing.</summary>
    public void WriteLine(string rank, string line, Stream target)
    {
        var text = Labelled(LabelOf(rank), Encoding.UTF8.GetBytes(line + "\n"));
        _gate.Wait();
        try
        {
            target.Write(text.Span);
            target.Flush();
        }
        catch (IOException)
        {
            gone();
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static byte[] LabelOf(string rank) => Encoding.ASCII.GetBytes($"[{rank}] ");

    private int Whole(ReadOnlySpan<byte> held)
    {
        int whole = isLabelled ? held.LastIndexOf((byte)'\n') + 1 : held.Length;
        return whole == 0 && held.Length == MaximumLineBytes ? held.Length : whole;
    }

    private ReadOnlyMemory<byte> Labelled(byte[] label, ReadOnlyMemory<byte> text)
    {
        if (!isLabelled || text.IsEmpty)
        {
            return text;
        }

        var lines = text.Span;
        var labelled = new ArrayBufferWriter<byte>(lines.Length + label.Length + 1);
        while (!lines.IsEmpty)
        {
            int end = lines.IndexOf((byte)'\n');
            labelled.Write(label);
            labelled.Write(end < 0 ? lines : lines[..end]);
            labelled.Write("\n"u8);
            lines = end < 0 ? [] : lines[(end + 1)..];
        }

        return labelled.WrittenMemory;
    }

    private async Task WriteAsync(Stream target, ReadOnlyMemory<byte> text)
    {
        if (text.IsEmpty)
        {
            return;
        }

        await _gate.WaitAsync().ConfigureAwait(false);
        try
        {
            await target.WriteAsync(text).ConfigureAwait(false);
            await target.FlushAsync().ConfigureAwait(false);
        }
        catch (IOException)
        {
            // Nobody reads any more: the rest is taken and dropped until the run has ended.
            gone();
        }
        finally
        {
            _gate.Release();
        }
    }
}
