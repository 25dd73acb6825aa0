using System.Text;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §9: a result is wrong. The partitions open what they gave to the first such operation, every slot plays it once
/// more, and shows what it received otherwise than an honest slot would have sent it.
/// </summary>
internal sealed partial class AuditRound
{
    private const uint ClaimOfParts = 0;
    private const uint ClaimOfResult = 1;
    private const uint ClaimOfShares = 2;
    private const uint ClaimOfSilence = 3;

    // Of parts or silence, of a result, and of shares.
    private const int ClaimsOfSlot = 3;

    private readonly AuditBallots _contributions;
    private int _failing;
    private Replay? _replay;

    // What a replica opens, if it is what it said that it gave.
    private ReadOnlyMemory<byte> Opened(AuditMessage message) =>
        Hash256.Of(message.Tail.Span) == GivenBy(message.From, _failing) ? message.Tail : message.Head;

    private Hash256? GivenBy(int slot, int index) => slot == _party.Self ? _given[index]
        : AuditBegin.Read(Head(AuditKind.Begin, slot).Span, _operations.Count)?.Items[index].Given;

    // Of what follows on a wrong result the replicas of a partition may have made different things: it shows nothing.
    private bool IsAgreed(int index)
    {
        var given = Ballots();
        foreach (int slot in _view.Members)
        {
            given.Vote(_party.Seats.PartitionOf(slot), ReplicaOf(slot), GivenBy(slot, index)?.ToBytes() ?? []);
        }

        return given.IsComplete;
    }

    private void Open(ulong suspects)
    {
        int first = Enumerable.Range(0, _operations.Count).FirstOrDefault(index => (suspects >> index & 1) != 0 && IsAgreed(index), -1);
        if (first < 0)
        {
            Stop("A result is wrong, and no quorum of each partition says what it gave to it.");
            return;
        }

        _failing = first;
        var contribution = Failing.Call.Contribution;
        if (contribution.Length > MostTail)
        {
            Stop($"Operation {Failing.Number} of \"{Failing.Key.Name}\" came to a wrong result, and is too large for its contributions to be opened.");
            return;
        }

        Say(AuditKind.Contribution, _given[_failing].ToBytes(), contribution);
    }

    private OperationEvidence Failing => _operations[_failing];

    private void Claim()
    {
        ReadOnlyMemory<byte>[] given = [.. Enumerable.Range(0, Partitions).Select(partition => _contributions[partition]!.Value)];
        if (given.Index().Any(part => CallValidation.JudgeContribution(Failing.Call.Descriptor, part.Item, Partitions, part.Index) is not null))
        {
            Stop("What a partition opened is no contribution.");
            return;
        }

        _replay = new Replay(Failing.Call, given, _party.Runs);
        _parts = [.. given.Select((part, partition) => SharesOf(partition, part))];
        var claims = new List<AuditClaim>();
        foreach (int slot in Others)
        {
            int partition = _party.Seats.PartitionOf(slot);
            var begin = _heard[(AuditKind.Begin, slot)];
            if (Failing.Completed is { } play && _heard.TryGetValue((AuditKind.Begin, play.Suppliers[partition]), out var supplied))
            {
                var parts = new AuditClaim(ClaimOfParts, supplied, play.View, play.ReceivedFrom(partition));
                if (HeadOf(parts) is null)
                {
                    Add(new AuditClaim(ClaimOfSilence, begin, play.View, []));
                }
                else if (supplied == begin)
                {
                    Add(parts);
                }
            }

            Add(new AuditClaim(ClaimOfResult, begin, 0, []));
            if (_heard.TryGetValue((AuditKind.Shares, slot), out var shares))
            {
                Add(new AuditClaim(ClaimOfShares, shares with { Tail = default }, 0, []));
            }
        }

        Say(AuditKind.Claim, AuditClaim.ToBytes(claims));

        void Add(AuditClaim claim)
        {
            if (IsSilent(claim) || PlaceOf(claim) is not null)
            {
                claims.Add(claim);
            }
        }
    }

    // What a partition would give each for its share.
    private ReadOnlyMemory<byte>[] SharesOf(int partition, ReadOnlyMemory<byte> given)
    {
        var operation = _plan.Operations[_failing];
        var audit = OperationAudit.Of(operation with { Call = operation.Call with { Contribution = given } }, _failing, partition, Partitions);
        return [.. Enumerable.Range(0, Partitions).Select(audit.PartFor)];
    }

    /// <summary>
    /// Where in the order of causes what is claimed lies: a part in that of the replay, then results given to mates, then shares.
    /// Null if it shows nothing wrong, or proves nothing.
    /// </summary>
    private (int Class, int Index)? PlaceOf(AuditClaim claim)
    {
        var proof = claim.Proof;
        int from = _party.Seats.PartitionOf(proof.From);
        int to = _party.Seats.PartitionOf(proof.To);
        if (claim.Kind == ClaimOfShares)
        {
            bool isShown = proof.Kind == AuditKind.Shares && from != to && AuditShares.DigestOf(proof.Head.Span, _failing, _operations.Count) is { } digest
                && digest != Hash256.Of(_parts[from][to].Span);
            return isShown ? (2, 0) : null;
        }

        if (claim.Kind == ClaimOfResult)
        {
            bool isShown = from == to && SaidIn(proof) is { IsOwn: true } said && ReceivedBy(from) is { } received && said.Received != received;
            return isShown ? (1, 0) : null;
        }

        return claim.Kind == ClaimOfParts && from != to && HeadOf(claim) is not null && _replay!.FirstDeviation(from, to, claim.Parts) is { } index ? (0, index) : null;
    }

    // Of what a slot received in an earlier view nobody may answer for: then it cannot show what made it send, or come to, something else.
    private bool IsSilent(AuditClaim claim) =>
        claim.Kind == ClaimOfSilence && SaidIn(claim.Proof) is { } said && !said.Heads.Any(head => head.View == claim.View && head.IsAnswerable)
        && _replay!.Parts.Any(part => part.From == _party.Seats.PartitionOf(claim.Proof.From) && part.To == _party.Seats.PartitionOf(claim.Proof.To));

    private AuditBegin.Item? SaidIn(AuditMessage proof) =>
        proof.Kind == AuditKind.Begin ? AuditBegin.Read(proof.Head.Span, _operations.Count)?.Items[_failing] : null;

    private AuditBegin.Head? HeadOf(AuditClaim claim)
    {
        var digest = AuditBegin.Digest(claim.View, claim.Parts);
        return SaidIn(claim.Proof)?.Heads.Where(head => head.View == claim.View && head.Digest == digest).Select(head => (AuditBegin.Head?)head).FirstOrDefault();
    }

    // Whoever is to answer for something has shown all that it received itself: the cause may be there.
    private bool IsAnswered(AuditClaim claim, List<(int Slot, ulong View, int Partition)> unanswered) =>
        _heard.ContainsKey((AuditKind.Claim, claim.Proof.From)) && IsTrue(claim.Proof.From) && claim.Kind switch
        {
            ClaimOfParts => HeadOf(claim) is { IsAnswerable: true } && !unanswered.Exists(link => link.Slot == claim.Proof.From && link.View == claim.View),
            ClaimOfResult => !unanswered.Exists(link => link.Slot == claim.Proof.From),
            _ => true,
        };

    // Whether a slot says that it gave what its replicas did. Who was misled by one of these may have given something else, and played it.
    private bool IsTrue(int slot) => GivenBy(slot, _failing) == Hash256.Of(_contributions[_party.Seats.PartitionOf(slot)]!.Value.Span);

    // What a partition receives in the replay, by the hash that is told of it; null if it ends in none.
    private Hash256? ReceivedBy(int partition)
    {
        if (_replay!.Endings[partition] is not { } ending)
        {
            return null;
        }

        var replayed = new OperationEvidence(Failing.Key, Failing.Number, Failing.Call, Partitions);
        replayed.End(ending);
        return AuditBegin.ReceivedBy(replayed);
    }

    private void Accuse()
    {
        // By the place in the order of causes: the first is nobody else's fault.
        var accused = new SortedDictionary<(int Class, int Index, int Slot), AuditClaim>();
        var silent = new List<AuditClaim>();
        foreach (int slot in _view.Members.Where(slot => _heard.ContainsKey((AuditKind.Claim, slot))))
        {
            foreach (var claim in AuditClaim.Read(Head(AuditKind.Claim, slot)).Take(ClaimsOfSlot * Others.Count()))
            {
                if (claim.Proof.To != slot || claim.Proof.From == slot || !IsOfThisRound(claim.Proof) || !claim.Proof.IsSigned(_party.Signer))
                {
                    continue;
                }

                if (IsSilent(claim))
                {
                    silent.Add(claim);
                }
                else if (PlaceOf(claim) is var (kind, index))
                {
                    accused.TryAdd((kind, index, claim.Proof.From), claim);
                }
            }
        }

        var unanswered = silent.GroupBy(claim => (Slot: claim.Proof.To, claim.View, Partition: _party.Seats.PartitionOf(claim.Proof.From)), claim => claim.Proof.From)
            .Where(link => _view.Members.Where(member => _party.Seats.PartitionOf(member) == link.Key.Partition).All(link.Contains))
            .Select(link => link.Key).ToList();

        // A part has one cause; of what comes after all parts, each is its sender's own.
        var answered = accused.Where(entry => IsAnswered(entry.Value, unanswered)).ToList();
        var first = accused.Keys.FirstOrDefault();
        var culprits = answered.Where(entry => first.Class == 0 ? entry.Key == first : entry.Key.Class == answered[0].Key.Class).ToList();
        if (culprits.Count == 0)
        {
            var silences = unanswered.Select(link => $" Partition {link.Partition} does not answer for what slot {Name(link.Slot)} received of it.").Distinct();
            var others = _view.Members.Where(slot => !IsTrue(slot)).Select(slot => $" Slot {Name(slot)} says that it gave something else than its replicas.");
            Stop($"Operation {Failing.Number} of \"{Failing.Key.Name}\" came to a wrong result, and it cannot be shown whose fault that is.{string.Concat(silences.Concat(others))}");
            return;
        }

        string text = string.Join(" ", culprits.Select(entry => Words(entry.Value, entry.Key.Index)));
        var slots = SlotSet.Of(_party.Seats.Slots, culprits.Select(entry => entry.Key.Slot));
        var own = _heard[(AuditKind.Contribution, _party.Self)];
        var fields = HashedFields.In("CULPRIT"u8);
        fields.Write(own.Session);
        fields.Write(own.Window);
        fields.Write(slots);
        fields.Write(Encoding.UTF8.GetBytes(text));
        End(AuditOutcome.Failed(slots, text, fields.Hash()));
    }

    private bool IsOfThisRound(AuditMessage message) =>
        _heard[(AuditKind.Contribution, _party.Self)] is var own && message.Session == own.Session && message.Window == own.Window && message.View == own.View
        && _view.Members.Contains(message.From);

    private string Words(AuditClaim claim, int index)
    {
        string operation = $"operation {Failing.Number} of \"{Failing.Key.Name}\"";
        string who = $"Slot {Name(claim.Proof.From)}";
        string whom = $"slot {Name(claim.Proof.To)}";
        return claim.Kind switch
        {
            ClaimOfShares => $"{who} gave {whom} another contribution to {operation} than its replicas computed.",
            ClaimOfResult => $"{who} came to another result of {operation} than what it received comes to.",
            _ => $"{who} sent {whom} something else in {operation} than follows of what its replicas computed and of what it received: {PlaceText(_replay!.Parts[index].Part)}.",
        };
    }

    private static string PlaceText(PartEvidence part) => $"step {part.Step}, part {part.Chunk}, from {part.First} on";
}
