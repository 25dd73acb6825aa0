using System.Runtime.InteropServices;
using Hypernet.Consensus.Runs;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §3: operations within a view.</summary>
internal sealed partial class ConsensusMachine
{
    private readonly Dictionary<string, Sequence> _names = [];
    private readonly Dictionary<ulong, Sequence> _sequences = [];
    private readonly Dictionary<OperationKey, Operation> _operations = [];
    private readonly List<Operation> _outstanding = [];
    private readonly Queue<Operation> _waiting = new();
    private int _unproven;

    /// <summary>This slot calls an operation.</summary>
    /// <returns>The operation, whose caller may be taken away again.</returns>
    public Operation? Submit(OperationCall call, ICaller caller)
    {
        if ((_closed ?? (_waiting.Count >= Bounds.Waiting ? TooMany() : JudgeAudited(call))) is { } refusal)
        {
            caller.Fail(refusal);
            return null;
        }

        if (SequenceOf(call.Name) is not { } sequence)
        {
            caller.Fail(new InvalidCallException($"\"{call.Name}\" was forgotten, and is called again. Call another name."));
            return null;
        }

        var key = new OperationKey(sequence.Hash, sequence.Next++);
        var operation = OperationOf(key);
        operation.Call = call with { Contribution = operation.Keep(call) };
        operation.Descriptor = sequence.HashOf(call.Descriptor);
        operation.Sequence = sequence;
        operation.Caller = caller;
        BeginEvidence(operation);
        if (operation.Ending is { } ending)
        {
            EndEvidence(operation, ending);
            sequence.Complete(key.Number);
            Keep(operation);
            TellAskers(sequence);
            Answer(operation, ending);
            Decide(operation);
        }
        else
        {
            _waiting.Enqueue(operation);
            BeginWaiting();
            Covet();
        }

        Flush();
        return operation;
    }

    /// <summary>Where a frame that has begun to arrive is to be received; nothing if it does not matter.</summary>
    public Memory<byte> RoomFor(int slot, in FrameHeader header, int length)
    {
        if (header.Type != FrameType.Data || header.Flags != 0 || !IsCurrent(header) || _closed is not null || _standing[slot] == Standing.Gone || !_view.IsSupplier(slot)
            || !_operations.TryGetValue(new OperationKey(header.Name, header.Number), out var operation)
            || operation is not { Run: { } run } || header.Descriptor != operation.Descriptor)
        {
            return default;
        }

        return run.RoomFor(_seats.PartitionOf(slot), header, length);
    }

    /// <summary>A run sends a part.</summary>
    internal void SendPart(Operation operation, int partition, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
    {
        int slot = _view.SupplierOf(partition);
        operation.BytesSent += payload.Length;
        operation.Play?.Sent(partition, step, chunk, first, payload);
        bool isClaiming = Claims(operation, slot, ref payload);
        var header = new FrameHeader
        {
            Type = FrameType.Data,
            Flags = isClaiming ? WithClaim : (ushort)0,
            View = _view.Id,
            Name = operation.Key.Name,
            Number = operation.Key.Number,
            Descriptor = operation.Descriptor,
            Stable = Math.Min(CompletedByMates(operation.Sequence!), operation.Stable),
            Step = (ushort)step,
            Chunk = (uint)chunk,
            First = (ulong)first,
        };
        if (!operation.Heard.Contains(slot))
        {
            operation.EagerSent ??= new long[_size];
            long cost = operation.EagerSent[slot] + payload.Length + Bounds.FrameBytes;
            if (cost > Bounds.EagerBytes - Bounds.FrameBytes)
            {
                Withhold(operation, slot, header, payload);
                return;
            }

            operation.EagerSent[slot] = cost;
        }

        _output.Send(slot, header, payload);
    }

    /// <summary>An operation has ended at this slot.</summary>
    internal void Completed(Operation operation, Ending ending)
    {
        CompleteEvidence(operation);
        operation.Run = null;
        _isBehind = false;
        if (operation.Ending is not null)
        {
            ReleaseAll(operation);
        }
        else if (operation.Call!.Descriptor.Kind == OperationKind.Exchange)
        {
            // Neighbors have begun it; others may be far behind.
            operation.IsUnproven = true;
            _unproven++;
            Conclude(operation, ending);
        }
        else
        {
            ReleaseAll(operation);
            Conclude(operation, ending);
            Settle(operation.Sequence!, Math.Min(operation.Stable, CompletedByMates(operation.Sequence!)));
        }
    }

    private static InvalidCallException TooMany() => new(
        $"{Bounds.Waiting} calls wait for their turn behind {Bounds.Outstanding} outstanding operations. Await some of them before calling more.");

    private Sequence? SequenceOf(string name)
    {
        if (!_names.TryGetValue(name, out var sequence))
        {
            ulong hash = OperationKey.HashOf(name);
            if (_log.IsForgotten(hash))
            {
                return null;
            }

            _names[name] = sequence = new Sequence(hash, name);
            _sequences.Add(sequence.Hash, sequence);
            TakeAskers(sequence);
        }

        return sequence;
    }

    private Operation OperationOf(OperationKey key)
    {
        ref var operation = ref CollectionsMarshal.GetValueRefOrAddDefault(_operations, key, out _);
        return operation ??= new Operation(this, key);
    }

    private bool IsStable(OperationKey key) => _sequences.TryGetValue(key.Name, out var sequence) ? key.Number < sequence.Stable : _log.IsForgotten(key.Name);

    private bool IsCalled(OperationKey key) => _sequences.TryGetValue(key.Name, out var sequence) ? key.Number < sequence.Next : _log.IsForgotten(key.Name);

    private void Begin(Operation operation)
    {
        operation.IsBegun = true;
        operation.Since = _tick;
        _outstanding.Add(operation);
        ExpectEvidence(operation);
        Arm();
        if (!MeetsHeld(operation) || IsInBallot || operation.Fetching is not null)
        {
            return;
        }

        if (operation.Adoption is { } adoption)
        {
            FetchAdopted(operation, adoption);
        }
        else
        {
            Play(operation);
        }
    }

    /// <summary>Starts an operation in the current view.</summary>
    private void Play(Operation operation)
    {
        operation.Views++;
        operation.View = _view.Id;
        operation.EagerSent = null;
        operation.Heard.Clear();
        operation.Withheld = null;
        operation.Stable = ulong.MaxValue;
        BeginSeals(operation);
        if (!_view.IsSupplier(_self))
        {
            FetchFromSupplier(operation);
            return;
        }

        if (_seats.AreReplicated)
        {
            operation.IsAwaitingMates = true;
            DispatchEarly(operation);
            PlayIfQuorum(operation);
        }
        else
        {
            StartRun(operation);
        }
    }

    private void StartRun(Operation operation)
    {
        var context = new RunContext(_seats.Partitions, _partition, _view.PartitionList, operation.Call!)
        {
            IsWide = _seats.Rule != QuorumRule.Survivors,
            IsAudited = Evidence is not null,
        };
        BeginPlay(operation);
        var run = operation.Run = _runs(context, operation);
        run.Start(ContributionsOf(operation));
        DispatchEarly(operation);
    }

    private KeyValuePair<int, ReadOnlyMemory<byte>>[] ContributionsOf(Operation operation)
    {
        var own = KeyValuePair.Create(_partition, _options.Misgives?.Invoke(operation.Call!) ?? operation.Call!.Contribution);
        return operation.Held is null ? [own] :
        [
            own,
            .. operation.Held.Where(held => _view.PlayerOf(held.Origin) == _self).OrderBy(held => held.Origin).Select(held => KeyValuePair.Create(held.Origin, held.Bytes)),
        ];
    }

    private void OnData(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        var key = new OperationKey(header.Name, header.Number);
        if (!IsCurrent(header))
        {
            KeepIfComing(slot, header, payload);
        }
        else if (_seats.AreReplicated && !(_view.IsSupplier(slot) && _view.IsSupplier(_self)))
        {
            Violated(slot, "parts of an operation travel between the suppliers of partitions");
        }
        else if (!_operations.TryGetValue(key, out var operation) ? !IsStable(key) : operation is { IsBegun: false, Ending: null } or { IsAwaitingMates: true })
        {
            KeepEarly(slot, header, payload);
        }
        else if (operation is { Call: not null, Ending: null or { IsMismatch: false } } && header.Descriptor != operation.Descriptor)
        {
            Contradict(operation, slot);
        }
        else if (operation is { Run: { } run })
        {
            Hear(operation, slot);
            operation.Stable = Math.Min(operation.Stable, header.Stable);
            if (TakeClaim(operation, slot, header, ref payload))
            {
                operation.Play?.Received(_seats.PartitionOf(slot), header.Step, header.Chunk, header.First, payload);
                run.Receive(_seats.PartitionOf(slot), header, payload);
            }
        }
    }

    /// <summary>Whether a frame belongs to the view that this slot plays in.</summary>
    private bool IsCurrent(in FrameHeader header) => header.View == _view.Id && !IsInBallot;

    private void Conclude(Operation operation, Ending ending)
    {
        operation.Ending = ending;
        operation.Fetching = null;
        operation.IsAwaitingMates = false;
        if (ending.Fault is null)
        {
            _replaced.Clear();
        }

        operation.Scope = operation.Call is { } call ? ending.ScopeOf(call.Descriptor.Kind) : operation.Scope;
        EndEvidence(operation, ending);
        Answer(operation, ending);
        TellMates(operation);

        // Who asked for the ending before it was here is not to wait for ever.
        DispatchEarly(operation);
        if (operation.Sequence is { } sequence)
        {
            sequence.Complete(operation.Key.Number);
            Keep(operation);
            TellAskers(sequence);
            Decide(operation);
        }

        if (operation.IsBegun)
        {
            _outstanding.Remove(operation);
            BeginWaiting();
        }
    }

    /// <summary>Begins calls in their turn: a slot is at most so far ahead of any other.</summary>
    private void BeginWaiting()
    {
        while (!_isJoining && _outstanding.Count < Bounds.Outstanding && _outstanding.Count + _unproven < Ahead && Evidence is not { IsFull: true } && !_isHalted && _waiting.TryDequeue(out var next))
        {
            if (next.Ending is null)
            {
                Begin(next);
            }
        }

        RequireRoomForEvidence();
    }
}
