using System.Buffers;
using Hypernet.Consensus.Payloads;
using Hypernet.Network;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// A schedule of messages that are judged as wholes. A message is sent in parts of 256 KiB, numbered downwards, so that the last is 0
/// and the first says how many there are (docs/spec/collectives.md §1). What is put together takes no more memory than has arrived.
/// </summary>
internal abstract class MessageRun(RunContext context, IRunOutput output) : Run(context, output)
{
    private Dictionary<(int Slot, int Step), Assembly>? _assemblies;
    private readonly int _bound = PayloadFactory.MaxBytes(context.Call.Descriptor, context.Size);

    /// <summary>Whether the schedule has a message from that slot in that step, which has not come yet.</summary>
    /// <param name="slot">Who sent it.</param>
    /// <param name="step">Any number.</param>
    protected abstract bool Expects(int slot, int step);

    /// <summary>Takes a message that <see cref="Expects"/> has let pass.</summary>
    /// <param name="slot">Who sent it.</param>
    /// <param name="step">Its step.</param>
    /// <param name="message">Hostile, and valid during the call only.</param>
    /// <returns>The rule that it breaks, or null.</returns>
    protected abstract string? Take(int slot, int step, ReadOnlySpan<byte> message);

    /// <inheritdoc/>
    protected sealed override string? Accept(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!Expects(slot, header.Step))
        {
            return "a member sends each message of the schedule once, in its step";
        }

        Assembly? assembly = null;
        if (_assemblies?.TryGetValue((slot, header.Step), out assembly) != true)
        {
            if (header is { Chunk: 0, First: 0 })
            {
                return Take(slot, header.Step, payload);
            }

            if (header.Chunk > _bound / RunBounds.ChunkBytes)
            {
                return "a message is not longer than the contributions that it may hold";
            }

            _assemblies ??= [];
            _assemblies[(slot, header.Step)] = assembly = new Assembly(header.Chunk);
        }

        if (!assembly!.Add(header, payload))
        {
            return "the parts of a message come in their order, all but the last of 256 KiB";
        }

        if (header.Chunk > 0)
        {
            return null;
        }

        _assemblies!.Remove((slot, header.Step));
        return Take(slot, header.Step, assembly.Message);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="step">Of the schedule.</param>
    /// <param name="message">Stays unchanged until the operation is stable.</param>
    protected void Send(int slot, int step, ReadOnlyMemory<byte> message)
    {
        int chunk = Math.Max(0, message.Length - 1) / RunBounds.ChunkBytes;
        for (int first = 0; chunk >= 0; chunk--, first += RunBounds.ChunkBytes)
        {
            SendPart(slot, step, chunk, first, message[first..Math.Min(message.Length, first + RunBounds.ChunkBytes)]);
        }
    }

    private sealed class Assembly(uint chunk)
    {
        private readonly ArrayBufferWriter<byte> _bytes = new();
        private uint _next = chunk;

        public ReadOnlySpan<byte> Message => _bytes.WrittenSpan;

        public bool Add(in FrameHeader header, ReadOnlySpan<byte> payload)
        {
            if (header.Chunk != _next || header.First != (ulong)_bytes.WrittenCount || payload.IsEmpty || (_next > 0 && payload.Length != RunBounds.ChunkBytes))
            {
                return false;
            }

            _next--;
            _bytes.Write(payload);
            return true;
        }
    }
}
