using System.Buffers;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §6: what a leaving slot hands to its heir, as far as it has come.</summary>
/// <param name="view">The view that it leaves by.</param>
internal sealed class Handover(ulong view)
{
    /// <summary>HANDOVER, flag 1: the last part of a contribution or a result. Flag 2: nothing follows.</summary>
    public const ushort End = 2;

    /// <summary>HANDOVER, step 0: a contribution. Otherwise a result, and its scope plus one.</summary>
    public const ushort Contribution = 0;

    private ArrayBufferWriter<byte> _part = new();

    public ulong View { get; } = view;

    public bool IsEnded { get; private set; }

    public List<(OperationKey Key, HeldContribution Contribution)> Contributions { get; } = [];

    public List<(OperationKey Key, EndingScope Scope, Ending Ending)> Endings { get; } = [];

    /// <summary>Takes a frame.</summary>
    /// <returns>Whether it follows the rules.</returns>
    public bool Add(in FrameHeader header, ReadOnlySpan<byte> payload, int size)
    {
        if (IsEnded || header.First != (ulong)_part.WrittenCount || _part.WrittenCount + payload.Length > Bounds.MessageBytes
            || Contributions.Count + Endings.Count >= Bounds.HandedOver)
        {
            return false;
        }

        if (header.Flags == End)
        {
            IsEnded = true;
            return true;
        }

        _part.Write(payload);
        return header.Flags == 0 || Finish(header, size);
    }

    private bool Finish(in FrameHeader header, int size)
    {
        var key = new OperationKey(header.Name, header.Number);
        var whole = _part.WrittenMemory;
        _part = new ArrayBufferWriter<byte>();
        if (header.Step == Contribution)
        {
            if (whole.Length < Descriptor.Bytes || header.Chunk >= (uint)size)
            {
                return false;
            }

            Contributions.Add((key, new HeldContribution((int)header.Chunk, Descriptor.Read(whole.Span), whole[Descriptor.Bytes..])));
            return true;
        }

        if (header.Step > 1 + (int)EndingScope.Root || Ending.Read(whole.Span, size) is not { } ending)
        {
            return false;
        }

        Endings.Add((key, (EndingScope)(header.Step - 1), ending));
        return true;
    }
}
