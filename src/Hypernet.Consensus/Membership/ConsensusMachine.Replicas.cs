using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §8: of the replicas of a partition one supplies, and its mates fetch what it receives.</summary>
internal sealed partial class ConsensusMachine
{
    // FETCH, flags: from a mate, and whether it has the ending.
    private const ushort MateLacksIt = 1;
    private const ushort MateHasIt = 3;

    private readonly Dictionary<ulong, Dictionary<int, ulong>> _askersOfUncalled = [];
    private int[] _mates = [];
    private SlotBits _replaced;
    private int _installedAt;
    private bool _isToldOfSlow;

    /// <summary>Whether this slot has waited for long for its supplier to call what it has called itself.</summary>
    private bool IsSupplierSlow { get; set; }

    // Operations that a slot has begun, and that may not have been completed by all.
    private int Ahead => Bounds.Outstanding + (_seats.AreReplicated ? Bounds.AheadOfMates : 0);

    private int[] MatesIn(View view) => [.. _seats.SlotsOf(_partition).Where(slot => slot != _self && view.Members.Contains(slot))];

    private bool IsOwnSupplier(int slot) => slot != _self && slot == _view.SupplierOf(_partition);

    private bool IsSupplied(int partition) => _standing[_view.SupplierOf(partition)] == Standing.Live;

    /// <summary>The supplier of a partition broke a rule of an operation.</summary>
    internal void ViolatedBySupplier(int partition, string rule) => Violated(_view.SupplierOf(partition), rule);

    /// <summary>Below which number this slot and its mates have completed all of a name.</summary>
    private ulong CompletedByMates(Sequence sequence) => _mates.Length == 0 ? sequence.Completed : sequence.LeastOf(_mates, _self, _behind);

    /// <summary>A mate gives nothing: it says that it has called, and how far it is, and asks for what its supplier receives, if it lacks that.</summary>
    private void FetchFromSupplier(Operation operation)
    {
        if (!IsSealed(operation))
        {
            return;
        }

        int supplier = _view.SupplierOf(_partition);
        operation.Fetching = operation.Ending is null ? new Fetching(supplier, null) : null;
        var header = HeaderOf(FrameType.Fetch, operation.Key, operation.Ending is null ? MateLacksIt : MateHasIt);
        _output.Send(supplier, header with { Descriptor = operation.Descriptor, Stable = operation.Sequence!.Completed }, SealOf(operation));
    }

    /// <summary>
    /// A supplier plays an operation when a quorum of its partition has called it in this view: so nothing is answered in a part of the
    /// network that holds all suppliers, and no quorum.
    /// </summary>
    private void PlayIfQuorum(Operation operation)
    {
        if (operation.IsAwaitingMates && 1 + _mates.Count(operation.CalledBy.Contains) >= _seats.Quorum && IsAgreed(operation))
        {
            operation.IsAwaitingMates = false;
            StartRun(operation);
        }
    }

    private void OnMateFetch(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (!_view.IsSupplier(_self) || _seats.PartitionOf(slot) != _partition)
        {
            Violated(slot, "a mate fetches from the supplier of its partition");
            return;
        }

        if (_sequences.TryGetValue(header.Name, out var sequence))
        {
            sequence.Report(slot, header.Stable);
        }

        var key = new OperationKey(header.Name, header.Number);
        bool isStable = IsStable(key);
        if (!isStable)
        {
            WaitFor(slot);
        }

        if (!_operations.TryGetValue(key, out var operation) || operation is { IsBegun: false, Ending: null })
        {
            if (!isStable)
            {
                KeepEarly(slot, header, payload);
            }
        }
        else if (operation.Call is not null && header.Descriptor != operation.Descriptor)
        {
            Contradict(operation, slot);
        }
        else
        {
            if (!HearSeal(operation, slot, payload))
            {
                return;
            }

            if (header.Flags != MateHasIt && operation.Ending is not null)
            {
                SendEnding(slot, operation);
            }
            else if (header.Flags != MateHasIt)
            {
                operation.Askers.Add(slot);
            }

            operation.CalledBy.Add(slot);
            PlayIfQuorum(operation);
        }
    }

    private void TellMates(Operation operation)
    {
        foreach (int mate in _mates)
        {
            if (operation.Askers.Contains(mate))
            {
                SendEnding(mate, operation);
            }
        }
    }

    /// <summary>The operation that this slot asks its supplier about: the oldest that it does not know to be called there.</summary>
    private Operation? FirstUncalledBySupplier()
    {
        int supplier = _view.SupplierOf(_partition);
        return _outstanding.Find(operation => operation.Fetching is { Digest: null } && !operation.Heard.Contains(supplier));
    }

    /// <summary>docs/spec/dac.md §8: a supplier that has not called for long what a mate has called is slow, which is no suspicion.</summary>
    private void HearSupplier(int slot, OperationKey key, bool isCalled)
    {
        if (!IsOwnSupplier(slot) || IsInBallot)
        {
            return;
        }

        var patience = _options.SlowAfter > _options.LeastSilence ? _options.SlowAfter : _options.LeastSilence;
        bool isSlow = !isCalled
            && FirstUncalledBySupplier() is { } waiting
            && waiting.Key == key
            && (_tick - Math.Max(waiting.Since, _installedAt)) * Heartbeat >= patience
            && MayReplaceSupplierOf(_partition);
        if (isSlow != IsSupplierSlow)
        {
            IsSupplierSlow = isSlow;
            Reconsider();
        }
    }

    // A rehearsed liar has to supply: nobody can tell its impatience from that of an honest mate.
    private void Covet()
    {
        if (_options.Misgives is not null && !_view.IsSupplier(_self) && !IsSupplierSlow && !IsInBallot)
        {
            IsSupplierSlow = true;
            Reconsider();
        }
    }

    // Once, until something has been completed since.
    private bool MayReplaceSupplierOf(int partition) => !_replaced.Contains(partition);

    private void NoteSuppliers(View view)
    {
        foreach (int partition in _isJoining ? [] : view.PartitionList)
        {
            int old = _view.SupplierOf(partition);
            if (view.SupplierOf(partition) != old && view.Members.Contains(old))
            {
                _replaced.Add(partition);
            }
        }

        _mates = MatesIn(view);
        _installedAt = _tick;
        _isToldOfSlow = false;
        _isToldOfWrong = false;
        _hasOffered |= IsSteppingDown;
        _hasOffered &= view.IsSupplier(_self);
        IsSupplierSlow = false;
    }

    /// <summary>A member asks how far this slot is with a name that it has not called yet: it is told when it has.</summary>
    private void KeepAsker(ulong name, int slot, ulong completed)
    {
        if (_seats.AreReplicated && completed > 0 && (_askersOfUncalled.Count < Bounds.ProgressNames || _askersOfUncalled.ContainsKey(name)))
        {
            if (!_askersOfUncalled.TryGetValue(name, out var askers))
            {
                _askersOfUncalled[name] = askers = [];
            }

            askers[slot] = completed;
        }
    }

    private void TakeAskers(Sequence sequence)
    {
        if (_askersOfUncalled.Remove(sequence.Hash, out var askers))
        {
            foreach ((int slot, ulong completed) in askers)
            {
                sequence.AddAsker(slot, completed);
            }
        }
    }
}
