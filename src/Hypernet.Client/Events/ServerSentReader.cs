using System.Buffers;
using System.IO.Pipelines;
using System.Text;

namespace Hypernet.Client;

/// <summary>
/// Reads server-sent events (WHATWG HTML §9.2) of a server of ours: lines end in LF or CRLF, every event is named.
/// Unlike System.Net.ServerSentEvents it shows comments as blocks without an event, and its buffer is bounded.
/// </summary>
internal sealed class ServerSentReader : IAsyncDisposable
{
    private readonly PipeReader _pipe;
    private readonly int _maxBytes;
    private readonly ArrayBufferWriter<byte> _data = new();

    internal ServerSentReader(Stream body, int maxBytes)
    {
        _pipe = PipeReader.Create(body);
        _maxBytes = maxBytes;
    }

    /// <summary>Reads up to the next empty line.</summary>
    /// <returns>The block; null at the end of the stream: what came after the last empty line is lost, as the standard wants it.</returns>
    /// <exception cref="InvalidDataException">A block is larger than allowed.</exception>
    internal async ValueTask<ServerSentBlock?> ReadAsync(CancellationToken cancellationToken)
    {
        _data.ResetWrittenCount();
        string? id = null;
        string? name = null;
        while (true)
        {
            ReadResult read = await _pipe.ReadAsync(cancellationToken);
            ReadOnlySequence<byte> buffer = read.Buffer;
            while (TryTakeLine(ref buffer, out ReadOnlySequence<byte> line))
            {
                if (line.IsEmpty)
                {
                    _pipe.AdvanceTo(buffer.Start);
                    return new ServerSentBlock(id, name, _data.WrittenMemory);
                }

                TakeField(line, ref id, ref name);
            }

            _pipe.AdvanceTo(buffer.Start, buffer.End);
            if (buffer.Length + _data.WrittenCount > _maxBytes)
            {
                throw new InvalidDataException($"an event is larger than {_maxBytes} bytes");
            }

            if (read.IsCompleted)
            {
                return null;
            }
        }
    }

    public ValueTask DisposeAsync() => _pipe.CompleteAsync();

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> line)
    {
        var reader = new SequenceReader<byte>(buffer);
        if (!reader.TryReadTo(out line, (byte)'\n'))
        {
            return false;
        }

        buffer = buffer.Slice(reader.Position);
        if (!line.IsEmpty && line.Slice(line.Length - 1).FirstSpan[0] == '\r')
        {
            line = line.Slice(0, line.Length - 1);
        }

        return true;
    }

    private void TakeField(ReadOnlySequence<byte> line, ref string? id, ref string? name)
    {
        var reader = new SequenceReader<byte>(line);
        if (!reader.TryReadTo(out ReadOnlySequence<byte> field, (byte)':'))
        {
            return;
        }

        reader.IsNext((byte)' ', advancePast: true);
        ReadOnlySequence<byte> value = reader.UnreadSequence;
        switch (Encoding.UTF8.GetString(field))
        {
            case "id":
                id = Encoding.UTF8.GetString(value);
                break;
            case "event":
                name = Encoding.UTF8.GetString(value);
                break;
            case "data":
                AppendData(value);
                break;
            default:
                break; // A comment (an empty field), or a field of a later version.
        }
    }

    private void AppendData(ReadOnlySequence<byte> value)
    {
        if (_data.WrittenCount > 0)
        {
            _data.Write("\n"u8);
        }

        foreach (ReadOnlyMemory<byte> part in value)
        {
            _data.Write(part.Span);
        }
    }
}
