using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Runs;
using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>
/// docs/spec/dac.md: one slot's part in the group. Pure: what happens comes in by the methods, what is to be done goes out by
/// <see cref="IMachineOutput"/>. One thread at a time.
/// </summary>
internal sealed partial class ConsensusMachine
{
    private readonly Seats _seats;
    private readonly int _size;
    private readonly int _self;
    private readonly int _partition;
    private readonly ConsensusOptions _options;
    private readonly TimeProvider _time;
    private readonly Func<RunContext, IRunOutput, IRun> _runs;
    private readonly IMachineOutput _output;
    private readonly Queue<(ICaller Caller, Ending Ending)> _ended = new();
    private ConsensusException? _closed;

    /// <param name="options">Of the node.</param>
    /// <param name="runs">Makes what plays an operation.</param>
    /// <param name="output">What lies around.</param>
    /// <param name="process">0 if this slot begins with its group; else a number that no other process of it has, which asks to become a member.</param>
    public ConsensusMachine(ConsensusOptions options, Func<RunContext, IRunOutput, IRun> runs, IMachineOutput output, ulong process = 0)
    {
        _size = options.Transport.Count;
        _self = options.Transport.Self;
        _seats = new Seats(_size, options.Quorum, options.Replicas, options.ReplicaQuorum ?? ((options.Replicas / 2) + 1));
        _partition = _seats.PartitionOf(_self);
        _time = options.Transport.Time;
        _options = options;
        _runs = runs;
        _output = output;
        _log = new EndingLog(options.LogBytes);
        _view = View.First(_seats);
        _accepted = new Plan(_view, []);
        _mates = MatesIn(_view);
        _standing = new Standing[_size];
        _heard = new int[_size];
        _gap = new int[_size];
        _asked = new int[_size];
        _askedSince = new int[_size];
        _early = new EarlyCount[_size];
        _leaving = new Leaving[_size];
        Evidence = options.Audit is { } audit ? new EvidenceLog(audit.EvidenceBytes) : null;
        _met = new ulong[_size];
        _process = process;
        _isJoining = _isBehind = process != 0;
    }

    /// <summary>The partitions that take part: the program's ranks.</summary>
    public SlotSet Members => _view.Partitions;

    public ulong ViewId => _view.Id;

    /// <summary>How slots are divided among partitions.</summary>
    public Seats Seats => _seats;

    /// <summary>Who takes part in an audit.</summary>
    public AuditView AuditView => new(_view.Id, _view.Members, [.. Enumerable.Range(0, _seats.Partitions).Select(_view.SupplierOf)]) { IsFirst = _view.Ballot == default };

    /// <summary>Why this slot takes no part any more; null while it does.</summary>
    public ConsensusException? ClosedBy => _closed;

    /// <summary>Ends this slot's part at once: the others see it die.</summary>
    public void Close()
    {
        End(new GroupClosedException("The node was disposed of before the operation was complete."));
        Flush();
    }

    public void Received(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if ((uint)slot >= (uint)_size || slot == _self)
        {
            return;
        }

        if (_seats.AreReplicated && _closed is null && IsOfJoiner(slot, header, payload))
        {
            TellSettled();
            Flush();
            return;
        }

        if (_standing[slot] == Standing.Gone)
        {
            TellLate(slot);
            return;
        }

        if (_closed is not null)
        {
            // Whoever still counts on this slot learns that it has left, and by which view.
            if (header.Type != FrameType.Data)
            {
                TellView(slot);
            }

            return;
        }

        Heard(slot);
        if (header.Type == FrameType.Audit)
        {
            OnAudit(slot, header, payload);
        }
        else if (_view.Members.Contains(slot))
        {
            Dispatch(slot, header, payload);
        }
        else
        {
            TellView(slot);
        }

        TellSettled();
        Flush();
    }

    /// <summary>A slot does not take what it is sent.</summary>
    public void Overrun(int slot) => Broke(slot, "a member acknowledges the frames that it is sent");

    /// <summary>A slot broke a rule of what lies beside the machine.</summary>
    public void Broke(int slot, string rule)
    {
        Violated(slot, rule);
        Flush();
    }

    /// <summary>Whether nothing comes from a slot any more, nor need be sent to it.</summary>
    public bool IsGone(int slot) => _standing[slot] == Standing.Gone;

    private void Dispatch(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        bool isSound = true;
        switch (header.Type)
        {
            case FrameType.Data:
                OnData(slot, header, payload);
                break;
            case FrameType.Query:
                OnQuery(slot, header, payload);
                break;
            case FrameType.Answer:
                OnAnswer(slot, header);
                break;
            case FrameType.Mismatch:
                isSound = OnMismatch(slot, header, payload);
                break;
            case FrameType.Suspect:
                isSound = OnSuspect(slot, header, payload);
                break;
            case FrameType.Prepare:
                isSound = OnPrepare(slot, payload);
                break;
            case FrameType.Promise:
                isSound = OnPromise(slot, payload);
                break;
            case FrameType.Accept:
                isSound = OnAccept(slot, payload);
                break;
            case FrameType.Accepted:
                isSound = OnAccepted(slot, payload);
                break;
            case FrameType.View:
                isSound = OnView(slot, payload);
                break;
            case FrameType.Refuse:
                isSound = OnRefuse(payload);
                break;
            case FrameType.Fetch:
                OnFetch(slot, header, payload);
                break;
            case FrameType.Result:
                isSound = OnResult(slot, header, payload);
                break;
            case FrameType.Leave:
                OnLeave(slot, header);
                break;
            case FrameType.Handover:
                isSound = OnHandover(slot, header, payload);
                break;
            case FrameType.Progress:
                isSound = OnProgress(slot, header, payload);
                break;
            case FrameType.Word:
                isSound = OnWord(slot, payload);
                break;
            default:
                isSound = false;
                break;
        }

        if (!isSound)
        {
            Violated(slot, $"{header.Type}: a payload has the fields of its type, within their ranges");
        }
    }

    private FrameHeader HeaderOf(FrameType type, OperationKey key = default, ushort flags = 0) =>
        new() { Type = type, View = _view.Id, Name = key.Name, Number = key.Number, Flags = flags };

    private void Broadcast(in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        foreach (int member in _view.MemberList)
        {
            if (member != _self && _standing[member] != Standing.Gone)
            {
                _output.Send(member, header, payload);
            }
        }
    }

    /// <summary>Ends all that is outstanding, and whatever is called later.</summary>
    private void End(ConsensusException reason)
    {
        if (_closed is not null)
        {
            return;
        }

        _closed = reason;
        foreach (var operation in _operations.Values)
        {
            if (operation.Ending is null)
            {
                Answer(operation, Ending.Of(reason));
            }
        }

        _operations.Clear();
        _outstanding.Clear();
        _waiting.Clear();
        _enquiries.ForEach(enquiry => enquiry.Done(null, null));
        _enquiries.Clear();
        _output.Closed(reason);
    }

    private void Answer(Operation operation, Ending ending)
    {
        if (operation.Caller is { } caller)
        {
            operation.Caller = null;
            _ended.Enqueue((caller, ending));
        }
    }

    /// <summary>Callers hear of it last, when all is in order: they may call again at once.</summary>
    private void Flush()
    {
        TellDesk();
        while ((!_isHalted || _closed is not null) && _ended.TryDequeue(out var ended))
        {
            if (ended.Ending.Result is { } result && !_isHalted)
            {
                ended.Caller.Complete(result);
            }
            else
            {
                ended.Caller.Fail(ended.Ending.Fault ?? _closed!);
            }
        }
    }
}
