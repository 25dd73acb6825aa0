using System.Buffers;
using System.Runtime.InteropServices;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §3: frames that come before the own call, or before the view, and those that are held back for who has not called.</summary>
internal sealed partial class ConsensusMachine
{
    private static readonly List<EarlyFrame> None = [];

    private readonly EarlyCount[] _early;

    /// <summary>All members have begun an operation, or it would not be complete: nothing need be withheld.</summary>
    private void ReleaseAll(Operation operation)
    {
        foreach (var frame in operation.Withheld ?? [])
        {
            _output.Send(frame.Slot, frame.Header, frame.Payload);
        }

        operation.Withheld = null;
    }

    /// <summary>Keeps a frame of a view that is accepted here, and that others have begun to play in.</summary>
    private void KeepIfComing(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.View == _accepted.View.Id && _accepted.View.Ballot > _view.Ballot && !IsStable(new OperationKey(header.Name, header.Number)))
        {
            KeepEarly(slot, header, payload);
        }
    }

    private void Hear(Operation operation, int slot)
    {
        if (operation.Heard.Add(slot) && operation.Withheld is { } withheld)
        {
            foreach (var frame in withheld)
            {
                if (frame.Slot == slot)
                {
                    _output.Send(slot, frame.Header, frame.Payload);
                }
            }

            withheld.RemoveAll(frame => frame.Slot == slot);
        }
    }

    private void Withhold(Operation operation, int slot, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        var withheld = operation.Withheld ??= [];
        if (!withheld.Exists(frame => frame.Slot == slot))
        {
            _output.Send(slot, HeaderOf(FrameType.Query, operation.Key, flags: 1) with { Descriptor = operation.Descriptor }, default);
        }

        withheld.Add(new EarlyFrame(slot, header, payload));
        operation.EagerSent![slot] = Bounds.EagerBytes;
    }

    private void KeepEarly(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var operation = OperationOf(new OperationKey(header.Name, header.Number));
        ref var count = ref _early[slot];
        count.Operations += operation.EarlyFrom.Add(slot) ? 1 : 0;
        count.Bytes += payload.Length + Bounds.FrameBytes;
        if (count.Operations > Ahead || count.Bytes > (long)Ahead * Bounds.EagerBytes)
        {
            Violated(slot, $"at most {Ahead} operations are outstanding, and {Bounds.EagerBytes} bytes of each under way to who has not called it");
            return;
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(rented);
        (operation.Early ??= []).Add(new EarlyFrame(slot, header, rented.AsMemory(0, payload.Length)));
    }

    private void DispatchEarly(Operation operation)
    {
        var early = TakeEarly(operation);
        foreach (var frame in early)
        {
            Dispatch(frame.Slot, frame.Header, frame.Payload.Span);
        }

        Return(early);
    }

    private void DropEarly(Operation operation) => Return(TakeEarly(operation));

    private static void Return(List<EarlyFrame> frames)
    {
        foreach (var frame in frames)
        {
            if (MemoryMarshal.TryGetArray(frame.Payload, out var rented) && rented.Array is { } array)
            {
                ArrayPool<byte>.Shared.Return(array);
            }
        }
    }

    private List<EarlyFrame> TakeEarly(Operation operation)
    {
        if (operation.Early is not { } frames)
        {
            return None;
        }

        operation.Early = null;
        operation.EarlyFrom.Clear();
        frames.ForEach(frame => _early[frame.Slot].Bytes -= frame.Payload.Length + Bounds.FrameBytes);
        foreach (int slot in frames.Select(frame => frame.Slot).Distinct())
        {
            _early[slot].Operations--;
        }

        return frames;
    }

    [StructLayout(LayoutKind.Auto)]
    private struct EarlyCount
    {
        public int Operations;
        public long Bytes;
    }
}
