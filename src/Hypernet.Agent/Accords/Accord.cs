using System.Collections.Concurrent;
using Hypernet.Agent.Checkpoints;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Agent.Accords;

/// <summary>
/// docs/spec/joined.md, Accord: a seller's part in settling a checkpoint by signatures. Lives in the agent's loop, but for words that come in.
/// </summary>
/// <param name="key">The seller's agent key.</param>
/// <param name="woken">Called, from any thread, when a rank has said something.</param>
internal sealed class Accord(PrivateKey key, Action woken)
{
    // One transaction settles for so many ranks; larger jobs settle by groups.
    private const int MostTogether = 256;

    // The newest of each rank and kind, until it is looked at.
    private readonly ConcurrentDictionary<(int Rank, AccordWord.Kind Kind), AccordWord> _inbox = [];
    private readonly SortedDictionary<int, AccordWord.Bound> _bound = [];
    private readonly Dictionary<int, AccordWord.Opened> _opened = [];
    private readonly Dictionary<int, AccordWord.Attested> _attested = [];
    private RoundContext? _round;
    private ulong _learnedAt;

    private int Learned => _bound.Count + _opened.Count + _attested.Count;

    /// <summary>A peer has said something. Called from any thread.</summary>
    /// <param name="rank">Who.</param>
    /// <param name="bytes">A stranger's.</param>
    public void Hear(int rank, ReadOnlyMemory<byte> bytes)
    {
        if (AccordWord.TryRead(bytes.Span) is { } word)
        {
            _inbox[(rank, word.Is)] = word;
            woken();
        }
    }

    /// <summary>Looks at what was said about the round of the seller's group, and goes as far as that allows.</summary>
    /// <param name="job">The job, under way.</param>
    /// <param name="own">The seller's tenure, which is active.</param>
    /// <param name="record">What it has computed in this round.</param>
    /// <param name="block">The newest block.</param>
    public Agreement Follow(JobState job, Tenure own, CheckpointRecord.Reached record, ulong block)
    {
        var group = job.Groups[job.GroupOf(own.Rank)];
        if (_round != record.Context)
        {
            Begin(record, own, block);
        }

        int learned = Learned;
        int[] mates = RanksOf(job, group);
        foreach (int rank in mates)
        {
            TakeBound(job, rank);
            TakeOpened(job, rank);
        }

        if (mates.All(_bound.ContainsKey))
        {
            _opened.TryAdd(own.Rank, new(group.Id, job.Checkpoint, group.Attempt, record.Digest, CommitmentSalt.Of(key, record.Context)));
        }

        if (mates.All(rank => _opened.TryGetValue(rank, out var opened) && opened.Digest == record.Digest))
        {
            _attested.TryAdd(own.Rank, new(group.Id, job.Checkpoint, group.Attempt, record.Digest, Sign(new Attestation(group.Id, job.Checkpoint, group.Attempt, record.Digest).ToTypedStruct())));
        }

        foreach (var other in job.Groups)
        {
            Array.ForEach(RanksOf(job, other), rank => TakeAttested(job, other, rank));
        }

        _learnedAt = Learned == learned ? _learnedAt : block;
        var attestations = job.Groups.Select(each => AttestationsOf(job, each)).ToArray();
        var all = attestations.OfType<GroupAttestations>().ToArray();
        bool isTogether = job.SettledGroups == 0 && job.Terms.Ranks <= MostTogether && all.Length == job.Groups.Count;
        return new Agreement(
            _learnedAt,
            _opened.Values.Any(opened => opened.Digest != record.Digest),
            [.. PledgesIn(job, record.Context).Where(bound => bound.Pledge.Rank != own.Rank)],
            attestations[group.Id],
            isTogether ? all : null);
    }

    /// <summary>What ranks of the seller's group have bound themselves to in a round, as far as it knows, its own among them.</summary>
    /// <param name="job">The job.</param>
    /// <param name="round">The round.</param>
    public IEnumerable<(CommitPledge Pledge, Signature Signature)> PledgesIn(JobState job, RoundContext round) =>
        _round == round ? _bound.Select(bound => (PledgeOf(job, bound.Key, bound.Value), bound.Value.Signature)) : [];

    /// <summary>What the seller has to say by now, and to which ranks.</summary>
    /// <param name="job">The job.</param>
    /// <param name="own">The seller's tenure.</param>
    public IEnumerable<(int Rank, ReadOnlyMemory<byte> Word)> Says(JobState job, Tenure own)
    {
        int[] mates = RanksOf(job, job.Groups[job.GroupOf(own.Rank)]);
        int[] all = job.Terms.Ranks <= MostTogether ? [.. job.Groups.SelectMany(group => RanksOf(job, group))] : mates;
        return Words(mates, _bound.GetValueOrDefault(own.Rank))
            .Concat(Words(mates, _opened.GetValueOrDefault(own.Rank)))
            .Concat(Words(all, _attested.GetValueOrDefault(own.Rank)));

        IEnumerable<(int Rank, ReadOnlyMemory<byte> Word)> Words(int[] ranks, AccordWord? word)
        {
            ReadOnlyMemory<byte> bytes = word?.ToBytes();
            return ranks.Where(rank => word is not null && rank != own.Rank).Select(rank => (rank, bytes));
        }
    }

    private static int[] RanksOf(JobState job, JobGroup group) =>
        [.. group.Active.Replicas().Select(replica => (group.Id * job.Terms.Replication) + replica)];

    private void Begin(CheckpointRecord.Reached record, Tenure own, ulong block)
    {
        _bound.Clear();
        _opened.Clear();
        _attested.Clear();
        (_round, _learnedAt) = (record.Context, block);
        var round = record.Context;
        var commitment = CommitmentOf(round, own, record.Digest, CommitmentSalt.Of(key, round));
        var (group, checkpoint, attempt) = ((int)round.Group, (int)round.Checkpoint, (int)round.Attempt);
        _bound[own.Rank] = new(group, checkpoint, attempt, commitment, Sign(new CommitPledge(group, checkpoint, attempt, own.Rank, own.Id, commitment).ToTypedStruct()));
    }

    private void TakeBound(JobState job, int rank)
    {
        if (Take<AccordWord.Bound>(rank, AccordWord.Kind.Bound, _bound.ContainsKey(rank), _round!.Value) is { } word
            && IsSigned(job, rank, word.Signature, PledgeOf(job, rank, word).ToTypedStruct()))
        {
            _bound[rank] = word;
        }
    }

    // An opening says nothing before its commitment is there: it waits for that.
    private void TakeOpened(JobState job, int rank)
    {
        if (_bound.TryGetValue(rank, out var bound)
            && Take<AccordWord.Opened>(rank, AccordWord.Kind.Opened, _opened.ContainsKey(rank), _round!.Value) is { } word
            && CommitmentOf(_round.Value, job.TenureAt(rank), word.Digest, word.Salt) == bound.Commitment)
        {
            _opened[rank] = word;
        }
    }

    private void TakeAttested(JobState job, JobGroup group, int rank)
    {
        var round = _round!.Value with { Group = (uint)group.Id, Attempt = (uint)group.Attempt };
        if (Take<AccordWord.Attested>(rank, AccordWord.Kind.Attested, _attested.ContainsKey(rank), round) is { } word
            && IsSigned(job, rank, word.Signature, new Attestation(word.Group, word.Checkpoint, word.Attempt, word.Digest).ToTypedStruct()))
        {
            _attested[rank] = word;
        }
    }

    /// <summary>The word of a rank about a round; it is looked at once, unless it is about a later checkpoint.</summary>
    private T? Take<T>(int rank, AccordWord.Kind kind, bool isKnown, RoundContext round)
        where T : AccordWord
    {
        bool isDue = _inbox.TryGetValue((rank, kind), out var word) && word.Checkpoint <= round.Checkpoint;
        return isDue && _inbox.TryRemove(new((rank, kind), word!)) && !isKnown
            && (word!.Group, word.Checkpoint, word.Attempt) == ((int)round.Group, (int)round.Checkpoint, (int)round.Attempt)
            ? word as T
            : null;
    }

    private GroupAttestations? AttestationsOf(JobState job, JobGroup group)
    {
        var attested = RanksOf(job, group).Select(_attested.GetValueOrDefault).ToArray();
        return attested is [{ } first, ..] && attested.All(word => word?.Digest == first.Digest && word.Attempt == group.Attempt)
            ? new GroupAttestations(first.Digest, [.. attested.Select(word => word!.Signature)])
            : null;
    }

    private static CommitPledge PledgeOf(JobState job, int rank, AccordWord.Bound word) =>
        new(word.Group, word.Checkpoint, word.Attempt, rank, job.TenureAt(rank).Id, word.Commitment);

    private static Bytes32 CommitmentOf(RoundContext round, Tenure tenure, Bytes32 digest, Bytes32 salt) => Commitments.Commitment(
        round, tenure.Rank, tenure.Seller, Commitments.Tag(round, digest), Commitments.Seal(round, tenure.Rank, tenure.Id, tenure.Seller, digest), salt);

    private Signature Sign(TypedStruct message) => key.Sign(DigestOf(message));

    private bool IsSigned(JobState job, int rank, Signature signature, TypedStruct message) =>
        signature.TryRecover(DigestOf(message), out var signer) && signer.ToAccount() == job.TenureAt(rank).AgentKey;

    private Hash32 DigestOf(TypedStruct message) => Domains.Job(_round!.Value.ChainId, _round.Value.Job).Digest(message);
}
