using System.Buffers;
using Hypernet.Consensus.Audit;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §5: operations from one view to the next.</summary>
internal sealed partial class ConsensusMachine
{
    private void Install(Plan plan)
    {
        var old = _view;
        NoteSuppliers(plan.View);
        _view = plan.View;
        _isJoining = false;
        _toldView.Clear();
        if (_seats.AreReplicated)
        {
            Welcome(old);
        }

        _refusals = 0;
        _retryAt = null;
        foreach (var operation in _operations.Values)
        {
            operation.Run = null;
            operation.Fetching = null;
            operation.Adoption = null;
            operation.CalledBy.Clear();
            operation.Askers.Clear();
            operation.Held?.RemoveAll(held => _view.PlayerOf(held.Origin) != _self);
        }

        var adopted = new HashSet<OperationKey>();
        foreach (var adoption in plan.Adoptions)
        {
            adopted.Add(adoption.Key);
            Adopt(adoption);
        }

        // Ended in this view by a handed-over ending, or a fault of the group: whoever is left is not to be played. A mate asks its supplier.
        bool isMate = _closed is null && !_view.IsSupplier(_self);
        foreach (var operation in _operations.Values.Where(operation => operation.IsBegun && (!adopted.Contains(operation.Key) || (isMate && operation.Ending is null))).ToList())
        {
            operation.HandedEnding = null;
            if (_closed is null && operation.Ending is not { IsMismatch: true } && MeetsHeld(operation))
            {
                Play(operation);
            }
        }

        _output.MembersChanged(_view.Members);
        foreach (var operation in _operations.Values.Where(operation => operation.Early is not null).ToList())
        {
            DispatchEarly(operation);
        }

        if (_seats.AreReplicated)
        {
            // Those who were asked may not supply any more, and a process that has joined has not asked yet.
            _enquiries.ForEach(AskSuppliers);
        }

        BeginWaiting();
        if (_kept >= Bounds.Kept)
        {
            // Those who have not answered may be gone.
            AskProgress();
        }

        Reconsider();
    }

    /// <summary>Takes over the ending of an operation that a promiser completed.</summary>
    private void Adopt(in Adoption adoption)
    {
        if (_closed is not null || IsStable(adoption.Key))
        {
            return;
        }

        bool isKnown = _operations.TryGetValue(adoption.Key, out var operation);
        if (!isKnown && _seats.AreReplicated && !adoption.IsConflict && !_view.IsSupplier(_self))
        {
            return;
        }

        operation ??= OperationOf(adoption.Key);
        var handed = operation.HandedEnding;
        operation.HandedEnding = null;
        int holder = _view.PlayerOf(adoption.Source);
        if (adoption.IsConflict || (operation.Ending is { IsMismatch: false } own && own.DigestOf(operation.Scope, _seats.Partitions) != adoption.Digest))
        {
            if (Evidence is null)
            {
                End(new DivergenceException(
                    $"Operation {adoption.Key.Number} of \"{NameOf(adoption.Key)}\" was completed with different results by two ranks. What was computed since is not to be trusted: start the group anew."));
                return;
            }

            Diverge(adoption.Source, new ChainKey(0, NameOf(adoption.Key)), adoption.Key.Number + 1);
        }

        if (operation.Ending is not null || (_seats.AreReplicated && !_view.IsSupplier(_self)))
        {
            return;
        }
        else if (holder == _self)
        {
            Conclude(operation, handed!);
        }
        else if (_seats.AreReplicated && !operation.IsBegun)
        {
            // This slot's program may be far behind: what it calls is to be compared first.
            operation.Adoption = adoption;
        }
        else
        {
            FetchAdopted(operation, adoption);
        }
    }

    private void FetchAdopted(Operation operation, in Adoption adoption)
    {
        int holder = _view.PlayerOf(adoption.Source);
        operation.Fetching = new Fetching(holder, adoption.Digest);
        _output.Send(holder, HeaderOf(FrameType.Fetch, adoption.Key) with { Descriptor = _seats.AreReplicated ? operation.Descriptor : 0 }, default);
    }

    private void OnFetch(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var key = new OperationKey(header.Name, header.Number);
        if (_seats.AreReplicated && header.Flags != MateHasIt && IsStable(key) && !_operations.ContainsKey(key))
        {
            AnswerFromLog(slot, header);
        }
        else if (!IsCurrent(header))
        {
            KeepIfComing(slot, header, payload);
        }
        else if (_seats.AreReplicated && header.Flags != 0)
        {
            OnMateFetch(slot, header, payload);
        }
        else if (_operations.TryGetValue(key, out var operation) && operation.Ending is not null)
        {
            if (_seats.AreReplicated && operation.Call is not null && header.Descriptor != operation.Descriptor)
            {
                Contradict(operation, slot);
                return;
            }

            SendEnding(slot, operation);
        }
    }

    private void SendEnding(int slot, Operation operation) => SendEnding(
        slot, HeaderOf(FrameType.Result, operation.Key) with { Chunk = IsOutvoted(operation, slot) ? 1u : 0 }, operation.Scope, operation.Ending!);

    private void SendEnding(int slot, in FrameHeader header, EndingScope scope, Ending ending)
    {
        bool isMate = _seats.AreReplicated && _seats.PartitionOf(slot) == _partition;
        ulong stable = isMate && _sequences.TryGetValue(header.Name, out var sequence) ? sequence.Stable : 0;
        SendParts(
            slot,
            header with { Step = (ushort)scope, Stable = stable },
            ending.Write(_seats.Partitions, hasValue: isMate || scope == EndingScope.Everyone));
    }

    private bool OnResult(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!IsCurrent(header)
            || !_operations.TryGetValue(new OperationKey(header.Name, header.Number), out var operation)
            || operation.Fetching is not { } fetching
            || fetching.Holder != slot)
        {
            return true;
        }

        var bytes = fetching.Bytes;
        if (header.First != (ulong)bytes.WrittenCount || bytes.WrittenCount + payload.Length > Bounds.MessageBytes || header.Step > (int)(fetching.Digest is null ? EndingScope.Own : EndingScope.Root))
        {
            return false;
        }

        bytes.Write(payload);
        if (header.Flags == 0)
        {
            return true;
        }

        var scope = (EndingScope)header.Step;
        var read = Ending.Read(bytes.WrittenSpan, _seats.Partitions);
        if (_seats.AreReplicated && read?.Fault is LeftBehindException cut)
        {
            End(cut);
            return true;
        }

        if (read is not { Fault: not LeftBehindException } ending || (fetching.Digest is { } digest && ending.DigestOf(scope, _seats.Partitions) != digest))
        {
            return false;
        }

        operation.Scope = scope;
        HearOfMinority(operation, header);
        Conclude(operation, ending);
        if (_seats.AreReplicated)
        {
            // What was not over everywhere else when it ended here was not of the log.
            _isBehind &= operation.Key.Number < header.Stable;
            Settle(operation.Sequence!, header.Stable);
        }

        return true;
    }

    /// <summary>Sends a message that may not fit into one frame: flag 1 is on the last.</summary>
    private void SendParts(int slot, in FrameHeader header, ReadOnlyMemory<byte> message)
    {
        for (int first = 0; ; first += Bounds.PartBytes)
        {
            bool isLast = message.Length - first <= Bounds.PartBytes;
            var part = isLast ? message[first..] : message.Slice(first, Bounds.PartBytes);
            _output.Send(slot, header with { First = (ulong)first, Flags = isLast ? (ushort)1 : (ushort)0 }, part);
            if (isLast)
            {
                return;
            }
        }
    }

    private string NameOf(OperationKey key) => _sequences.TryGetValue(key.Name, out var sequence) ? sequence.Name : $"{key.Name:x16}";
}
