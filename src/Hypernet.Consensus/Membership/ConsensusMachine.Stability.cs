using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §3: contributions and results are kept until every member has completed their operation.</summary>
internal sealed partial class ConsensusMachine
{
    /// <summary>Completed operations that are kept.</summary>
    public int Kept => _kept;

    private int _kept;
    private long _keptBytes;
    // PROGRESS, flags: asks for an answer; of a slot that nobody is to wait for.
    private const ushort Asks = 1;
    private const ushort Behind = 2;

    private int _askAt = Bounds.Kept;
    private long _askAtBytes = Bounds.KeptBytes;

    /// <summary>An operation is complete at this slot. Where frames do not tell whether it is at others, they are asked now and then.</summary>
    private void Keep(Operation operation)
    {
        if (_seats.AreReplicated && !operation.IsUnproven)
        {
            // Mates may be far behind.
            operation.IsUnproven = true;
            _unproven++;
        }

        _kept++;
        _keptBytes += operation.KeptBytes;
        if (_kept >= _askAt || (_isLeaving && _seats.AreReplicated) || _keptBytes >= _askAtBytes)
        {
            AskProgress();
        }
    }

    private void AskProgress()
    {
        _askAt = _kept + Bounds.Kept;
        _askAtBytes = _keptBytes + Bounds.KeptBytes;
        Broadcast(ProgressHeader(Asks), WriteProgress([.. _sequences.Values.Where(sequence => sequence.IsKeeping).Take(Bounds.ProgressNames).Select(sequence => (sequence.Hash, sequence.Completed))]));
    }

    /// <summary>All operations of a name below a number are complete at every member.</summary>
    private void Settle(Sequence sequence, ulong below)
    {
        for (below = Math.Min(below, sequence.Completed); sequence.Stable < below; sequence.Stable++)
        {
            Drop(new OperationKey(sequence.Hash, sequence.Stable), isProven: true);
        }

        BeginWaiting();
    }

    /// <summary>Nothing of an operation is needed to play any more.</summary>
    private void Drop(OperationKey key, bool isProven)
    {
        if (!_operations.Remove(key, out var operation))
        {
            return;
        }

        DropEarly(operation);
        if (operation.Ending is null || operation.Call is null)
        {
            return;
        }

        if (isProven)
        {
            Settled(operation, operation.Recycle(_view.Id));
            operation.Evidence?.IsStable = true;
        }

        _kept--;
        _keptBytes -= operation.KeptBytes;
        _unproven -= operation.IsUnproven ? 1 : 0;
        _askAt = Math.Max(Bounds.Kept, Math.Min(_askAt, _kept + Bounds.Kept));
        _askAtBytes = Math.Max(Bounds.KeptBytes, Math.Min(_askAtBytes, _keptBytes + Bounds.KeptBytes));
    }

    /// <summary>Tells those that have asked, and that this slot was behind.</summary>
    private void TellAskers(Sequence sequence)
    {
        foreach (int slot in sequence.TakeAskers())
        {
            _output.Send(slot, ProgressHeader(), WriteProgress([(sequence.Hash, sequence.Completed)]));
        }
    }

    private bool OnProgress(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var reader = new FieldReader(payload);
        int count = reader.ReadCount(itemBytes: 16);
        var known = new List<(ulong Name, ulong Completed)>();
        bool isAsked = (header.Flags & Asks) != 0;
        if ((header.Flags & Behind) == 0)
        {
            WaitFor(slot);
        }

        for (int i = 0; i < count; i++)
        {
            ulong name = reader.ReadUInt64();
            ulong completed = reader.ReadUInt64();
            if (_sequences.TryGetValue(name, out var sequence))
            {
                known.Add((name, sequence.Completed));
                if (isAsked)
                {
                    sequence.AddAsker(slot, completed);
                }

                sequence.Report(slot, completed);
                Settle(sequence, sequence.LeastOf(_view.MemberList, _self, _behind));
            }
            else if (_log.IsForgotten(name))
            {
                known.Add((name, completed));
            }
            else if (isAsked)
            {
                KeepAsker(name, slot, completed);
            }
        }

        if (isAsked)
        {
            _output.Send(slot, ProgressHeader(), WriteProgress(known));
        }

        return reader.IsWhole && count <= Bounds.ProgressNames;
    }

    private FrameHeader ProgressHeader(ushort flags = 0) => HeaderOf(FrameType.Progress, flags: _isBehind ? (ushort)(flags | Behind) : flags);

    private static ReadOnlyMemory<byte> WriteProgress(IReadOnlyCollection<(ulong Name, ulong Completed)> names)
    {
        var writer = new FieldWriter();
        writer.WriteAll(names, name =>
        {
            writer.Write(name.Name);
            writer.Write(name.Completed);
        });
        return writer.Written;
    }
}
