using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §8: the audit of one window among the members of one view, as one slot takes part in it. Pure: messages come in,
/// messages and one outcome go out. A new view throws it away.
/// </summary>
internal sealed partial class AuditRound
{
    // Beside it a message has a head and a signature.
    private const int MostTail = Bounds.AuditBytes - (1 << 16);

    private readonly AuditParty _party;
    private readonly AuditView _view;
    private readonly ReadOnlyMemory<byte> _context;
    private readonly IReadOnlyList<OperationEvidence> _operations;
    private readonly AuditWindow _plan;
    private readonly Func<AuditKind, int, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, AuditMessage> _say;
    private readonly Dictionary<(AuditKind Kind, int Slot), AuditMessage> _heard = [];
    private readonly Hash256[] _given;
    private readonly AuditBallots _statements;
    private readonly AuditBallots _findings;
    private readonly HashSet<int> _silent = [];
    private AuditKind _phase = AuditKind.Begin;
    private ReadOnlyMemory<byte>[][] _parts = [];
    private Hash256 _id;
    private Hash256 _nonce;
    private WindowAudit? _audit;
    private AuditStatement[] _stated = [];
    private bool _isInMinority;

    /// <summary>Begins.</summary>
    /// <param name="party">Who audits.</param>
    /// <param name="view">Among whom.</param>
    /// <param name="context">Equal at all slots.</param>
    /// <param name="operations">Of the window.</param>
    /// <param name="say">Signs something and sends it to a slot, or to <see cref="AuditMessage.Everybody"/> else.</param>
    public AuditRound(AuditParty party, AuditView view, ReadOnlyMemory<byte> context, IReadOnlyList<OperationEvidence> operations, Func<AuditKind, int, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>, AuditMessage> say)
    {
        _party = party;
        _view = view;
        _context = context;
        _say = say;
        _plan = new AuditWindow(operations.Select(operation => operation.With(default, default)), party.Partition, party.Seats.Partitions);
        _operations = [.. _plan.Operations.Select(planned => operations.First(operation => operation.Key == planned.Key && operation.Number == planned.Number))];
        _given = [.. _operations.Select(operation => Hash256.Of(operation.Call.Contribution.Span))];
        _statements = Ballots();
        _findings = Ballots();
        _contributions = Ballots();
    }

    /// <summary>How it ended; null while it has not.</summary>
    public AuditOutcome? Outcome { get; private set; }

    /// <summary>What is waited for: it changes when the round goes on.</summary>
    public AuditKind Phase => _phase;

    private int Partitions => _party.Seats.Partitions;

    private IEnumerable<int> Others => _view.Members.Where(member => member != _party.Self);

    private IEnumerable<int> OtherSuppliers => _view.Suppliers.Where(supplier => _party.Seats.PartitionOf(supplier) != _party.Partition);

    private bool IsSupplier => _view.Suppliers[_party.Partition] == _party.Self;

    /// <summary>Says the first thing.</summary>
    public void Begin()
    {
        if (_view.Suppliers.Contains(-1))
        {
            Stop("A partition is gone: nothing is left that answers for what it gave.");
            return;
        }

        foreach (int other in Others)
        {
            SayBegin(other);
        }

        Advance();
    }

    /// <summary>A member's process has come, which was not there when the first thing was said. More has not been: that waits for the member.</summary>
    /// <param name="slot">Who.</param>
    public void Meet(int slot)
    {
        if (_view.Members.Contains(slot) && !_view.Suppliers.Contains(-1))
        {
            SayBegin(slot);
        }
    }

    /// <summary>A member has said something, with its signature. The first of a kind counts.</summary>
    /// <param name="message">A stranger's.</param>
    public void Hear(AuditMessage message)
    {
        if (Outcome is null && _view.Members.Contains(message.From) && message.To is AuditMessage.Everybody == IsForAll(message.Kind)
            && message.Head.Length + message.Tail.Length <= MostBytes(message.Kind) && _heard.TryAdd((message.Kind, message.From), message))
        {
            Advance();
        }
    }

    /// <summary>A member has ended this audit without a result: nothing more will come of it.</summary>
    /// <param name="slot">Who.</param>
    public void Silence(int slot)
    {
        if (Outcome is null && _silent.Add(slot))
        {
            Advance();
        }
    }

    /// <summary>Nothing has gone on for long.</summary>
    public void Expire()
    {
        if (_phase == AuditKind.Claim)
        {
            _silent.UnionWith(Others);
            Advance();
        }
        else
        {
            Stop($"In the audit's step {_phase} nothing came of {Names(Others.Where(slot => !_heard.ContainsKey((_phase, slot))))} for long.");
        }
    }

    private static bool IsForAll(AuditKind kind) => kind is not (AuditKind.Begin or AuditKind.Shares);

    private long MostBytes(AuditKind kind) => kind switch
    {
        AuditKind.Begin => AuditBegin.MostBytes,
        AuditKind.Commit => Hash256.Length,
        AuditKind.Open => 2 * Hash256.Length,
        AuditKind.Statement => AuditVote.BytesOf(Enumerable.Range(0, Partitions).Max(_plan.StatementBytes), _operations.Count),
        AuditKind.Finding => AuditVote.BytesOf(AuditFinding.Bytes, _operations.Count),
        _ => Bounds.AuditBytes,
    };

    private void SayBegin(int other) =>
        _say(AuditKind.Begin, other, AuditBegin.Of(_operations, _given, _party.Seats, _party.Self, other, _view.Members).ToBytes(), default);

    private AuditBallots Ballots()
    {
        var ballots = new AuditBallots(Partitions, _party.Seats.Replicas, _party.Seats.Quorum);
        for (int slot = 0; slot < _party.Seats.Slots; slot++)
        {
            if (!_view.Members.Contains(slot))
            {
                ballots.Silence(_party.Seats.PartitionOf(slot), ReplicaOf(slot));
            }
        }

        return ballots;
    }

    private int ReplicaOf(int slot) => slot % _party.Seats.Replicas;

    private void Advance()
    {
        AuditKind before;
        do
        {
            before = _phase;
            switch (_phase)
            {
                case AuditKind.Begin when HasAll(Others):
                    Compare();
                    break;
                case AuditKind.Shares when HasAll(OtherSuppliers):
                    TakeShares();
                    break;
                case AuditKind.Commit when HasAll(_view.Members):
                    Say(AuditKind.Open, (byte[])[.. _nonce.ToBytes(), .. Commitments().ToBytes()]);
                    break;
                case AuditKind.Open when HasAll(_view.Members):
                    State();
                    break;
                case AuditKind.Statement when IsDecided(_statements):
                    Judge();
                    break;
                case AuditKind.Finding when IsDecided(_findings):
                    Conclude();
                    break;
                case AuditKind.Contribution when IsDecided(_contributions):
                    Claim();
                    break;
                case AuditKind.Claim when Others.All(slot => _silent.Contains(slot) || _heard.ContainsKey((AuditKind.Claim, slot))):
                    Accuse();
                    break;
            }
        }
        while (Outcome is null && _phase != before);
    }

    // Goes on to a step, which begins with what this slot says in it.
    private void Say(AuditKind kind, ReadOnlyMemory<byte> head, ReadOnlyMemory<byte> tail = default)
    {
        _phase = kind;
        _heard[(kind, _party.Self)] = _say(kind, AuditMessage.Everybody, head, tail);
    }

    private ReadOnlyMemory<byte> Head(AuditKind kind, int slot) => _heard[(kind, slot)].Head;

    private bool HasAll(IEnumerable<int> slots)
    {
        var missing = slots.Where(slot => !_heard.ContainsKey((_phase, slot))).ToList();
        if (missing.Any(_silent.Contains))
        {
            Stop($"Slot {Names(missing.Where(_silent.Contains))} did not go on with the audit in step {_phase}.");
        }

        return missing.Count == 0;
    }

    // Votes that came before this slot is there are counted then.
    private bool IsDecided(AuditBallots ballots)
    {
        foreach (int slot in _view.Members)
        {
            if (_heard.TryGetValue((_phase, slot), out var message))
            {
                ballots.Vote(_party.Seats.PartitionOf(slot), ReplicaOf(slot), _phase == AuditKind.Contribution ? Opened(message) : message.Head);
            }
            else if (_silent.Contains(slot))
            {
                ballots.Silence(_party.Seats.PartitionOf(slot), ReplicaOf(slot));
            }
        }

        if (ballots.Hopeless.Any())
        {
            Dissent([.. ballots.Hopeless]);
        }

        return Outcome is null && ballots.IsComplete;
    }

    // Replicas that were given different parts of shares find different things: whoever gave them is to be found.
    private void Dissent(int[] partitions)
    {
        if (_phase == AuditKind.Finding && !_view.Members.All(slot => _silent.Contains(slot) || _heard.ContainsKey((AuditKind.Finding, slot))))
        {
            return;
        }

        ulong suspects = _phase == AuditKind.Finding ? partitions.Aggregate(0UL, (bits, partition) => bits | Disputed(partition)) : 0;
        if (suspects != 0)
        {
            Open(suspects);
        }
        else
        {
            Stop($"The replicas of partition {string.Join(", ", partitions)} do not agree on a {_phase}.");
        }
    }

    // The operations that replicas of a partition found different things of.
    private ulong Disputed(int partition)
    {
        ulong bits = 0;
        (AuditFinding Finding, UInt128[] Results)? first = null;
        foreach (int slot in _view.Members.Where(slot => _party.Seats.PartitionOf(slot) == partition && _heard.ContainsKey((AuditKind.Finding, slot))))
        {
            var (bytes, opened) = AuditVote.Read(Head(AuditKind.Finding, slot).Span, _operations.Count);
            if (opened is null || AuditFinding.Read(bytes) is not { } finding)
            {
                continue;
            }

            first ??= (finding, opened);
            bits |= (finding.Unsound ^ first.Value.Finding.Unsound) | (finding.Bounds ^ first.Value.Finding.Bounds);
            for (int i = 0; i < opened.Length; i++)
            {
                bits |= opened[i] != first.Value.Results[i] ? 1UL << i : 0;
            }
        }

        return bits;
    }

    private void Compare()
    {
        // Whoever is there has given something: a result without it is wrong.
        ulong suspects = Bits(operation => operation.Refusal is null && !OperationAudit.IsWhole(operation, Partitions));
        foreach (int slot in Others)
        {
            if (AuditBegin.Read(Head(AuditKind.Begin, slot).Span, _operations.Count) is not { } begin)
            {
                Stop($"Slot {Name(slot)} audits other operations.");
                return;
            }

            for (int i = 0; i < _operations.Count; i++)
            {
                suspects |= begin.Items[i].Link != _plan.Operations[i].Link ? 1UL << i : 0;
                if (Contradicts(slot, _operations[i], begin.Items[i]))
                {
                    Stop($"Slot {Name(slot)} does not say what slot {Name(_party.Self)} received of it in operation {_operations[i].Number} of \"{_operations[i].Key.Name}\".");
                    return;
                }
            }
        }

        if (suspects != 0)
        {
            Open(suspects);
            return;
        }

        foreach (int other in IsSupplier ? Others.Where(slot => _party.Seats.PartitionOf(slot) != _party.Partition) : [])
        {
            int partition = _party.Seats.PartitionOf(other);
            ReadOnlyMemory<byte>[] parts = [.. _plan.Audits.Select(audit => audit.PartFor(partition))];
            var tail = AuditShares.TailOf(parts);
            if (tail.Length > MostTail)
            {
                Stop($"The window's part that one partition answers for has {tail.Length} bytes; an audit takes {MostTail}. Sum in several calls.");
                return;
            }

            _say(AuditKind.Shares, other, AuditShares.HeadOf(parts), tail);
        }

        _phase = AuditKind.Shares;
    }

    private ulong Bits(Func<AuditedOperation, bool> isSuspect) =>
        _plan.Operations.Index().Aggregate(0UL, (bits, operation) => bits | (isSuspect(operation.Item) ? 1UL << operation.Index : 0));

    // What a slot says that it sent in the play that completed an operation here; what a mate says that its run came to.
    private bool Contradicts(int slot, OperationEvidence operation, AuditBegin.Item item)
    {
        int partition = _party.Seats.PartitionOf(slot);
        if (partition == _party.Partition)
        {
            return item.IsOwn && item.Received != AuditBegin.ReceivedBy(operation);
        }

        if (operation.Completed is not { } play || play.Suppliers[partition] != slot || play.ReceivedFrom(partition) is not { Count: > 0 } received)
        {
            return false;
        }

        var head = item.Heads.FirstOrDefault(head => head.View == play.View);
        return head.IsAnswerable ? head.Digest != AuditBegin.Digest(play.View, received) : MustAnswer(operation, play);
    }

    // Whoever ended an operation in another view, and only plays it for others, may still be sending.
    private bool MustAnswer(OperationEvidence operation, PlayEvidence play) =>
        play.View == _view.Id && AuditBegin.CanAnswer(play, _view.Members)
        && (_view.IsFirst || operation.Call.Descriptor.Kind is OperationKind.AllReduce or OperationKind.Broadcast or OperationKind.AllGather or OperationKind.Barrier);

    private void TakeShares()
    {
        _parts = [.. _plan.Audits.Select(audit => new ReadOnlyMemory<byte>[Partitions])];
        for (int i = 0; i < _parts.Length; i++)
        {
            _parts[i][_party.Partition] = _plan.Audits[i].PartFor(_party.Partition);
        }

        // What is no part of a contribution is replaced by another wrong one, the same at all replicas: so it is found like any other.
        foreach (int supplier in OtherSuppliers)
        {
            int partition = _party.Seats.PartitionOf(supplier);
            var message = _heard[(AuditKind.Shares, supplier)];
            var parts = AuditShares.Read(message.Head.Span, message.Tail, _parts.Length);
            for (int i = 0; i < _parts.Length; i++)
            {
                _parts[i][partition] = parts is not null && _plan.Audits[i].IsPart(partition, parts[i]) ? parts[i] : _parts[i][_party.Partition];
            }
        }

        _id = _plan.Id(_context.Span);
        _nonce = _party.Nonce();
        Say(AuditKind.Commit, Nonces.Commit(_id, _party.Self, _nonce).ToBytes());
    }

    // All must have been told the same commitments, or they draw different points.
    private Hash256 Commitments()
    {
        var fields = HashedFields.In("COMMITS"u8);
        foreach (int slot in _view.Members)
        {
            fields.Write(Head(AuditKind.Commit, slot).Span);
        }

        return fields.Hash();
    }

    private void State()
    {
        byte[] commitments = Commitments().ToBytes();
        var opened = new Dictionary<int, Hash256>();
        foreach (int slot in _view.Members)
        {
            var open = Head(AuditKind.Open, slot).Span;
            if (open.Length != 2 * Hash256.Length || !open[Hash256.Length..].SequenceEqual(commitments))
            {
                Stop($"Slot {Name(slot)} was told other commitments.");
                return;
            }

            opened[slot] = new Hash256(open[..Hash256.Length]);
            if (!Nonces.Commit(_id, slot, opened[slot]).ToBytes().AsSpan().SequenceEqual(Head(AuditKind.Commit, slot).Span))
            {
                Stop($"Slot {Name(slot)} opened a nonce that it had not committed to.");
                return;
            }
        }

        var window = new AuditWindow(_plan.Audits.Select((audit, index) => audit.Complete(_parts[index])), _party.Partition, Partitions);
        _audit = new WindowAudit(window, AuditPoint.Draw(Nonces.Seed(_id, opened)));
        Say(AuditKind.Statement, AuditVote.ToBytes(_audit.State().ToBytes(), _audit.Contributions));
    }

    private void Judge()
    {
        _stated = new AuditStatement[Partitions];
        for (int partition = 0; partition < Partitions; partition++)
        {
            var (bytes, opened) = AuditVote.Read(_statements[partition]!.Value.Span, _operations.Count);
            if (opened is null || AuditStatement.Read(bytes, _plan.ClaimBytes(partition)) is not { } statement || _audit!.Combine(opened) != statement.Fingerprint)
            {
                Stop($"What partition {partition} states is no statement.");
                return;
            }

            _stated[partition] = statement;
        }

        _isInMinority = _statements.VerdictOf(_party.Partition, ReplicaOf(_party.Self)) != SealVerdict.Agrees;
        var finding = _audit!.Judge(_stated, (index, partition) => _parts[index][partition]);
        Say(AuditKind.Finding, AuditVote.ToBytes(finding.ToBytes(), _audit.Results));
    }

    private void Conclude()
    {
        var findings = new AuditFinding[Partitions];
        var results = new IReadOnlyList<UInt128>[Partitions];
        for (int partition = 0; partition < Partitions; partition++)
        {
            var (bytes, opened) = AuditVote.Read(_findings[partition]!.Value.Span, _operations.Count);
            if (opened is null || AuditFinding.Read(bytes) is not { } finding || _audit!.Combine(opened) != finding.Fingerprint)
            {
                Stop($"What partition {partition} found is no finding.");
                return;
            }

            (findings[partition], results[partition]) = (finding, opened);
        }

        var verdict = _audit!.Conclude(_stated, findings);
        if (verdict.HasPassed)
        {
            End(_isInMinority ? AuditOutcome.Undecided("This replica computed something else than its mates: what it would commit to is wrong.") : AuditOutcome.Passed);
            return;
        }

        IReadOnlyList<UInt128>[] contributions = [.. Enumerable.Range(0, Partitions).Select(partition => AuditVote.Read(_statements[partition]!.Value.Span, _operations.Count).Opened!)];
        Open(verdict.Unsound | _audit.Differing(contributions, results));
    }

    private void Stop(string text) => End(AuditOutcome.Undecided(text));

    private void End(AuditOutcome outcome) => Outcome ??= outcome;

    private string Name(int slot) => _party.Seats.NameOf(slot);

    private string Names(IEnumerable<int> slots) => string.Join(", ", slots.Select(Name));
}
