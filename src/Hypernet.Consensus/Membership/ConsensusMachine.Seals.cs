using Hypernet.Consensus.Audit;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/audit.md §3: what mates say that they have computed, before their supplier plays it.</summary>
internal sealed partial class ConsensusMachine
{
    private bool _isInMinority;
    private bool _hasOffered;
    private bool _isToldOfWrong;
    private SlotBits _toldMinority;

    /// <summary>Whether this slot supplies, and asks to be replaced: once, as nobody may be any better.</summary>
    private bool IsSteppingDown => _isInMinority && !_hasOffered && _view.IsSupplier(_self);

    /// <summary>Whether a mate may say that it has called, or a supplier play: of a decision nothing is sealed, and what comes behind an undecided one waits.</summary>
    private bool IsSealed(Operation operation) => Evidence is null || operation.Call!.IsDecision || operation.Sealed is not null;

    private bool IsAgreed(Operation operation) => !_isHalted && (operation.Board is not { } board || board.Decided is not null);

    /// <summary>Whether so many mates have sealed something else that no quorum can be equal to this supplier.</summary>
    private bool IsOutvoted(Operation operation) => operation.Board?.IsLost(ReplicaOf(_self)) == true;

    /// <summary>Whether a mate has sealed something else than this supplier and a quorum.</summary>
    private bool IsOutvoted(Operation operation, int slot) =>
        _seats.PartitionOf(slot) == _partition && operation.Board?[ReplicaOf(slot)] is SealVerdict.Minority or SealVerdict.Contradictory;

    private int ReplicaOf(int slot) => slot % _seats.Replicas;

    /// <summary>The own contribution takes its place in the chain of its name.</summary>
    private void Give(Operation operation)
    {
        var (sequence, call, key) = (operation.Sequence!, operation.Call!, operation.Evidence!.Key);
        sequence.Given ??= new HashChain(key.Start);
        if (!call.IsDecision)
        {
            var digest = CanonicalContribution.Digest(call.Descriptor, call.Contribution.Span);
            TakePlaces(sequence, sequence.Given.Add(operation.Key.Number, Transcript.LinkOf(operation.Key.Number, call.Descriptor, isDecided: false, call.Contribution.Length, digest)));
        }
    }

    /// <summary>A decision takes the place of what was given to it: what was called after it can be sealed.</summary>
    private void Decide(Operation operation)
    {
        if (operation is { Evidence: { IsDecision: true, Result: { } result }, Sequence: { } sequence })
        {
            var link = Transcript.LinkOf(operation.Key.Number, operation.Call!.Descriptor, isDecided: true, result.Value.Length, Hash256.Of(result.Value.Span));
            TakePlaces(sequence, sequence.Given!.Add(operation.Key.Number, link));
        }
    }

    private void TakePlaces(Sequence sequence, IReadOnlyList<HashChain.Step> steps)
    {
        foreach (var step in steps)
        {
            if (_operations.GetValueOrDefault(new OperationKey(sequence.Hash, step.Number)) is { Call.IsDecision: false } operation)
            {
                operation.Sealed = step.Head;
                if (operation is { IsBegun: true, Ending: null or { IsMismatch: false } } && !IsInBallot)
                {
                    GoOn(operation);
                }
            }
        }
    }

    // It had begun, and waited for a decision of its name.
    private void GoOn(Operation operation)
    {
        if (!_view.IsSupplier(_self))
        {
            FetchFromSupplier(operation);
            return;
        }

        RevealOwn(operation);
        JudgeOwn(operation);
        PlayIfQuorum(operation);
    }

    private void BeginSeals(Operation operation)
    {
        operation.Claimed.Clear();
        operation.Board = null;
        if (Evidence is not null && _view.IsSupplier(_self) && !operation.Call!.IsDecision)
        {
            var (key, number) = (operation.Evidence!.Key, operation.Key.Number);
            operation.Board = new SealBoard(
                _seats.Replicas,
                _seats.Quorum,
                (replica, head) => Seal.Of(_options.Audit!.Context.Span, key, number, _partition * _seats.Replicas + replica, head));
            foreach (int slot in _seats.SlotsOf(_partition).Where(slot => !_view.Members.Contains(slot)))
            {
                operation.Board.Silence(ReplicaOf(slot));
            }

            RevealOwn(operation);
        }
    }

    private void RevealOwn(Operation operation)
    {
        if (operation is { Board: { } board, Sealed: { } head })
        {
            board.Hear(ReplicaOf(_self), SealOf(operation, head));
            board.Reveal(ReplicaOf(_self), head);
        }
    }

    /// <summary>A mate has called: its seal is compared with the own one.</summary>
    /// <returns>Whether its frame is sound.</returns>
    private bool HearSeal(Operation operation, int slot, ReadOnlySpan<byte> payload)
    {
        if (operation.Evidence is null)
        {
            return true;
        }

        if (!TakeSealed(operation, slot, payload, out var seal))
        {
            Violated(slot, "a mate's FETCH has a seal, unless it is of a decision, and says which results it has");
            return false;
        }

        if (operation.Board is { } board && seal is { } given)
        {
            board.Hear(ReplicaOf(slot), given);
            JudgeOwn(operation);
        }

        return true;
    }

    // A supplier that no quorum agrees with never plays what it has; if others can have one, another is to supply.
    private void JudgeOwn(Operation operation)
    {
        if (IsOutvoted(operation) && operation.IsAwaitingMates && !operation.Board!.IsHopeless && !_isInMinority)
        {
            _isInMinority = true;
            TellMinority(_self);
            Reconsider();
        }
        else if (operation.Board?.Decided is not null)
        {
            foreach (int mate in _mates.Where(mate => IsOutvoted(operation, mate)))
            {
                TellMinority(mate);
            }
        }
    }

    private void TellMinority(int slot)
    {
        if (_toldMinority.Add(slot))
        {
            _tellings.Enqueue(output => output.InMinority(slot));
        }
    }

    /// <summary>Its supplier says that this mate has computed something else than a quorum.</summary>
    private void HearOfMinority(Operation operation, in FrameHeader header)
    {
        if (operation.Evidence is not null && header.Chunk != 0)
        {
            TellMinority(_self);
        }
    }

    private Hash256 SealOf(Operation operation, Hash256 head) =>
        Seal.Of(_options.Audit!.Context.Span, operation.Evidence!.Key, operation.Key.Number, _self, head);
}
