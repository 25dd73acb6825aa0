using Hypernet.Contracts.Abi;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>One job. What it stands for is told by <see cref="JobState"/>; here are its calls, and the views that verify.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class JobContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>Where the job stands.</summary>
    public Task<JobStatus> StatusAsync(BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(default(JobAbi.StatusCall), block, cancellationToken);

    /// <summary>The job's configuration, which never changes.</summary>
    public async Task<JobConfiguration> ConfigurationAsync(BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        Configuration configuration = await AskAsync(default(JobAbi.ConfigurationCall), block, cancellationToken);
        return new JobConfiguration(
            configuration.Buyer.ToAccount(),
            configuration.LibrariesHash.ToBytes32(),
            configuration.Snapshot.ToMarket(),
            configuration.Terms.ToMarket());
    }

    /// <summary>Where a group's round stands.</summary>
    public async Task<GroupRound> RoundAsync(int group, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var round = await AskAsync(new JobAbi.GroupCall(checked((ushort)group)), block, cancellationToken);
        return new GroupRound(
            round.Checkpoint,
            round.Attempt,
            Time(round.T0),
            round.ClosedAt == 0 ? null : Time(round.ClosedAt),
            round.IsSettled,
            new ReplicaSet(round.Committed),
            new ReplicaSet(round.Revealed));

        static DateTimeOffset Time(ulong seconds) => DateTimeOffset.FromUnixTimeSeconds((long)seconds);
    }

    /// <summary>Signs the job at an ask per checkpoint and locks the sender's collateral for all checkpoints.</summary>
    /// <param name="ask">Price per checkpoint.</param>
    /// <param name="agentKey">The key that acts and signs for the sender; none for the sender itself.</param>
    /// <param name="beneficiary">The account that earnings go to; none for the sender itself.</param>
    /// <param name="endpoint">Where the peers of this job reach the sender, at most 128 bytes.</param>
    public ContractCall Sign(Amount ask, Account? agentKey, Account? beneficiary, string endpoint) =>
        Prepare(new JobAbi.SignCall(ask.Units, OrNone(agentKey), OrNone(beneficiary), endpoint));

    /// <summary>Signs the job for a seller that has offered it.</summary>
    /// <param name="offer">What the seller has signed in the job's domain.</param>
    /// <param name="signature">Its signature.</param>
    public ContractCall SignOffer(SellerOffer offer, Signature signature)
    {
        ArgumentNullException.ThrowIfNull(offer);
        var signed = new Offer(
            offer.Seller.ToAddress(),
            offer.Ask.Units,
            OrNone(offer.AgentKey),
            OrNone(offer.Beneficiary),
            offer.Endpoint,
            (ulong)offer.Nonce,
            (ulong)offer.Deadline.ToUnixTimeSeconds());
        return Prepare(new JobAbi.SignOfferCall(signed, signature.ToBytes()));
    }

    /// <summary>Gives the sender's slot back, for good, at the price of a compensation.</summary>
    public ContractCall Unsign() => Prepare(default(JobAbi.UnsignCall));

    /// <summary>Takes a slot from its seller at an ask of at most 95 hundredths of that seller's.</summary>
    /// <param name="slot">The slot.</param>
    /// <param name="ask">As for <see cref="Sign"/>.</param>
    /// <param name="agentKey">As for <see cref="Sign"/>.</param>
    /// <param name="beneficiary">As for <see cref="Sign"/>.</param>
    /// <param name="endpoint">As for <see cref="Sign"/>.</param>
    public ContractCall Underbid(int slot, Amount ask, Account? agentKey, Account? beneficiary, string endpoint) =>
        Prepare(new JobAbi.UnderbidCall(checked((ushort)slot), ask.Units, OrNone(agentKey), OrNone(beneficiary), endpoint));

    /// <summary>Lowers the sender's ask while slots are underbid.</summary>
    public ContractCall LowerAsk(Amount ask) => Prepare(new JobAbi.LowerAskCall(ask.Units));

    /// <summary>Raises the unit price while the job is open, and funds the difference for every cell.</summary>
    public ContractCall IncreasePrice(Amount unitPrice) => Prepare(new JobAbi.RaiseCall(unitPrice.Units));

    /// <summary>Ends the job before it starts.</summary>
    public ContractCall Cancel() => Prepare(default(JobAbi.CancelCall));

    /// <summary>Chooses the next block as the one whose hash draws the ranks.</summary>
    public ContractCall Arm() => Prepare(default(JobAbi.ArmCall));

    /// <summary>Draws the ranks and begins checkpoint 1.</summary>
    public ContractCall Start() => Prepare(default(JobAbi.StartCall));

    /// <summary>Commits a rank's result (<see cref="Commitments.Commitment"/>) in this round, and in no later one.</summary>
    public ContractCall Commit(int rank, RoundContext round, Bytes32 commitment) => Prepare(new JobAbi.CommitCall(
        checked((ushort)rank), checked((ushort)round.Checkpoint), checked((ushort)round.Attempt), commitment.ToHash32()));

    /// <summary>Shows that the sender's rank is alive though held up by others.</summary>
    public ContractCall Present(int rank) => Prepare(new JobAbi.PresentCall([checked((ushort)rank)], [[]]));

    /// <summary>Shows for others that their ranks are alive.</summary>
    /// <param name="signatures">Ranks with their <see cref="Signing.Presence"/>, signed in the job's domain.</param>
    public ContractCall Present(IReadOnlyList<(int Rank, Signature Signature)> signatures) => Prepare(new JobAbi.PresentCall(
        [.. signatures.Select(signed => checked((ushort)signed.Rank))],
        [.. signatures.Select(signed => signed.Signature.ToBytes())]));

    /// <summary>Opens a rank's commitment and, as the last reveal of a faultless round, settles it.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="tag">What was committed.</param>
    /// <param name="seal">What was committed.</param>
    /// <param name="salt">What hid it.</param>
    /// <param name="digest">The digest that the tag stands for.</param>
    public ContractCall Reveal(int rank, Bytes16 tag, Bytes16 seal, Bytes32 salt, Bytes32 digest) => Prepare(new JobAbi.RevealCall(
        checked((ushort)rank), tag.ToHash32(), seal.ToHash32(), salt.ToHash32(), digest.ToHash32()));

    /// <summary>Decides a group's round.</summary>
    /// <param name="group">The group.</param>
    /// <param name="digest">What a quorum of tags stands for; zero if there is none, or nobody knows it in time.</param>
    public ContractCall Settle(int group, Bytes32 digest) => Prepare(new JobAbi.SettleCall(checked((ushort)group), digest.ToHash32()));

    /// <summary>Commits results of several ranks, of any groups; skips those that have committed.</summary>
    /// <param name="pledges">Each with the signature of its rank's seller or agent key, in the job's domain.</param>
    public ContractCall CommitMany(IReadOnlyList<(CommitPledge Pledge, Signature Signature)> pledges) => Prepare(new JobAbi.CommitManyCall(
        [.. pledges.Select(pledge => checked((ushort)pledge.Pledge.Rank))],
        [.. pledges.Select(pledge => pledge.Pledge.Commitment.ToHash32())],
        [.. pledges.Select(pledge => pledge.Signature.ToBytes())]));

    /// <summary>Settles the checkpoint in work for a group whose active ranks all attest the same result.</summary>
    /// <param name="group">The group.</param>
    /// <param name="digest">What they attest.</param>
    /// <param name="signatures">Of each active rank of the group, by rank: its <see cref="Attestation"/>, signed in the job's domain.</param>
    public ContractCall SettleUnanimous(int group, Bytes32 digest, IEnumerable<Signature> signatures) => Prepare(new JobAbi.SettleUnanimousCall(
        checked((ushort)group), digest.ToHash32(), [.. signatures.Select(signature => signature.ToBytes())]));

    /// <summary>Settles all checkpoints up to one, the one in work included, for all groups.</summary>
    /// <param name="upTo">The last checkpoint that is settled.</param>
    /// <param name="digests">What the ranks of each group attest there.</param>
    /// <param name="signatures">Of each active rank of the job, by rank: its <see cref="Attestation"/>, signed in the job's domain.</param>
    public ContractCall SettleAll(int upTo, IEnumerable<Bytes32> digests, IEnumerable<Signature> signatures) => Prepare(new JobAbi.SettleAllCall(
        checked((ushort)upTo),
        [.. digests.Select(digest => digest.ToHash32())],
        [.. signatures.Select(signature => signature.ToBytes())]));

    /// <summary>Announces that the sender, the buyer, wants no more than what is under way.</summary>
    public ContractCall Terminate() => Prepare(default(JobAbi.TerminateCall));

    /// <summary>Gives the sender's rank up, for one k, or the price of a missed checkpoint if no quorum stays.</summary>
    public ContractCall Resign(int rank) => Prepare(new JobAbi.ResignCall(checked((ushort)rank)));

    /// <summary>Shows that a rank has bound itself to two commitments in the present round, for the price of a copied result.</summary>
    /// <param name="rank">The rank.</param>
    /// <param name="first">One commitment, with the signature over it; without one it must stand on chain, not revealed yet.</param>
    /// <param name="second">The other one, likewise.</param>
    public ContractCall Equivocate(int rank, (Bytes32 Commitment, Signature? Signature) first, (Bytes32 Commitment, Signature? Signature) second) =>
        Prepare(new JobAbi.EquivocateCall(
            checked((ushort)rank),
            first.Commitment.ToHash32(),
            first.Signature?.ToBytes() ?? [],
            second.Commitment.ToHash32(),
            second.Signature?.ToBytes() ?? []));

    /// <summary>Expels a rank that its group holds evidence against, for the price of a missed checkpoint.</summary>
    /// <param name="rank">The rank to expel.</param>
    /// <param name="evidenceHash">What names the evidence.</param>
    /// <param name="signatures">Other active ranks of its group, at least the quorum, with their <see cref="Signing.Expulsion"/>, signed in the job's domain.</param>
    public ContractCall Expel(int rank, Bytes32 evidenceHash, IReadOnlyList<(int Rank, Signature Signature)> signatures) => Prepare(new JobAbi.ExpelCall(
        checked((ushort)rank),
        evidenceHash.ToHash32(),
        [.. signatures.Select(signed => checked((ushort)signed.Rank))],
        [.. signatures.Select(signed => signed.Signature.ToBytes())]));

    /// <summary>Applies for a vacancy of a group and locks the sender's collateral.</summary>
    /// <param name="group">The group.</param>
    /// <param name="ask">Price per checkpoint.</param>
    /// <param name="agentKey">As for <see cref="Sign"/>.</param>
    /// <param name="beneficiary">As for <see cref="Sign"/>.</param>
    /// <param name="endpoint">As for <see cref="Sign"/>.</param>
    public ContractCall ApplyFor(int group, Amount ask, Account? agentKey, Account? beneficiary, string endpoint) =>
        Prepare(new JobAbi.ApplyForCall(checked((ushort)group), ask.Units, OrNone(agentKey), OrNone(beneficiary), endpoint));

    /// <summary>Takes back the sender's application.</summary>
    public ContractCall WithdrawApplication() => Prepare(default(JobAbi.WithdrawApplicationCall));

    /// <summary>Returns an applicant's collateral after the end of the job.</summary>
    public ContractCall WithdrawApplicationOf(Account seller) => Prepare(new JobAbi.WithdrawApplicationOfCall(seller.ToAddress()));

    /// <summary>Draws one applicant for a vacancy of a group.</summary>
    public ContractCall Seat(int group) => Prepare(new JobAbi.SeatCall(checked((ushort)group)));

    /// <summary>Ends a frozen job that found no new sellers, or that its buyer has announced to terminate.</summary>
    public ContractCall Abort() => Prepare(default(JobAbi.AbortCall));

    /// <summary>Pays a tenure's settled cells; when it or the job has ended, returns all the rest too.</summary>
    public ContractCall Claim(int tenure) => Prepare(new JobAbi.ClaimCall(checked((uint)tenure)));

    /// <summary>Claims for several tenures, and skips those that have nothing to claim.</summary>
    public ContractCall ClaimMany(IEnumerable<int> tenures) => Prepare(new JobAbi.ClaimManyCall([.. tenures.Select(tenure => checked((uint)tenure))]));

    /// <summary>Returns the escrow of all cells that were not settled to the buyer.</summary>
    public ContractCall Refund() => Prepare(default(JobAbi.RefundCall));

    private static Ethereum.Address OrNone(Account? account) => (account ?? Account.None).ToAddress();
}
