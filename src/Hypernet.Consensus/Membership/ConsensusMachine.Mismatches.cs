using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §3: two descriptors under one number end that operation, at every slot, and nothing else.</summary>
internal sealed partial class ConsensusMachine
{
    private int _uncalledMismatches;

    /// <summary>A slot's frame speaks of another descriptor: it is told of this one, and knows both.</summary>
    private void Contradict(Operation operation, int slot)
    {
        if (operation.Contradicted.Add(slot))
        {
            _output.Send(slot, HeaderOf(FrameType.Mismatch, operation.Key), WriteCalls((_self, operation.Call!.Descriptor)));
        }
    }

    /// <summary>Whether what was handed over for an operation agrees with the own call; if not, it ends.</summary>
    private bool MeetsHeld(Operation operation)
    {
        foreach (var held in operation.Held ?? [])
        {
            if (held.Descriptor.Hash() != operation.Descriptor)
            {
                Mismatched(operation, (_self, operation.Call!.Descriptor), (held.Origin, held.Descriptor));
                return false;
            }
        }

        return true;
    }

    private bool OnMismatch(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        int count = reader.ReadCount(4 + Descriptor.Bytes);
        if (count is not 1 and not 2)
        {
            return false;
        }

        var first = (reader.ReadSlot(_size), Descriptor.Read(reader.Take(Descriptor.Bytes)));
        var second = count == 1 ? first : (reader.ReadSlot(_size), Descriptor.Read(reader.Take(Descriptor.Bytes)));
        var key = new OperationKey(header.Name, header.Number);
        if (!reader.IsWhole || (count == 2 && first.Item2 == second.Item2))
        {
            return false;
        }

        _operations.TryGetValue(key, out var operation);
        if (operation?.Ending is not null || IsStable(key))
        {
            // It ended here without the other's part: the other, which knows of its own call only, is told of this one.
            if (count == 1 && operation is { Call.Descriptor: { } ended, Ending.IsMismatch: false } && ended != first.Item2)
            {
                Contradict(operation, slot);
            }

            return true;
        }

        if (count == 2)
        {
            if (operation?.Call is null && ++_uncalledMismatches > Bounds.UncalledMismatches)
            {
                Violated(slot, $"at most {Bounds.UncalledMismatches} operations end in a mismatch before they are called");
                return true;
            }

            Mismatched(OperationOf(key), first, second);
        }
        else if (operation?.Call is { } call && call.Descriptor != first.Item2)
        {
            if (_view.IsSupplier(_self))
            {
                Mismatched(operation, (_self, call.Descriptor), first);
            }
            else
            {
                // What counts is what the suppliers have called, which may have ended by now.
                operation.IsEndedAlone = true;
                Conclude(operation, MismatchOf(operation, (_self, call.Descriptor), first));
            }
        }

        return true;
    }

    /// <summary>Ends an operation, here and, since everybody passes it on, at every member that lives.</summary>
    private void Mismatched(Operation operation, (int Slot, Descriptor Descriptor) one, (int Slot, Descriptor Descriptor) other)
    {
        (one, other) = one.Slot < other.Slot ? (one, other) : (other, one);
        Broadcast(HeaderOf(FrameType.Mismatch, operation.Key), WriteCalls(one, other));
        operation.Run = null;
        operation.Withheld = null;
        Conclude(operation, MismatchOf(operation, one, other));
    }

    private Ending MismatchOf(Operation operation, (int Slot, Descriptor Descriptor) one, (int Slot, Descriptor Descriptor) other) => Ending.Of(new ProgramMismatchException(
        $"Operation {operation.Key.Number} of \"{NameOf(operation.Key)}\": rank {_seats.NameOf(one.Slot)} called {one.Descriptor.Describe()}, rank {_seats.NameOf(other.Slot)} called {other.Descriptor.Describe()}. All ranks must call the same operations of a name in the same order."));

    private static ReadOnlyMemory<byte> WriteCalls(params ReadOnlySpan<(int Slot, Descriptor Descriptor)> calls)
    {
        var writer = new FieldWriter();
        writer.Write((uint)calls.Length);
        Span<byte> bytes = stackalloc byte[Descriptor.Bytes];
        foreach (var (slot, descriptor) in calls)
        {
            writer.Write((uint)slot);
            descriptor.Write(bytes);
            writer.Write((ReadOnlySpan<byte>)bytes);
        }

        return writer.Written;
    }
}
