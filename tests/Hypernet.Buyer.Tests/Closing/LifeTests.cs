using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Buyer.Tests.Closing;

[Collection(BuyerMarketTests.Name)]
public sealed class LifeTests(BuyerMarket market) : IDisposable
{
    private readonly JobSource _source = new();
    private readonly TemporaryFolder _folder = new();

    public void Dispose()
    {
        _source.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Cancelled_job_refunds_to_the_wei_and_its_follower_sees_it_end()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("5"));
        var placed = await buyer.SubmitAsync(_source.Path);
        await market.IndexedAsync(placed.Job, JobStatus.Open);
        Assert.Equal(Amount.Parse("0.505"), (await market.Reader.LockedAsync(person.Account)).Escrow);
        var following = Task.Run(async () => await market.Reader.FollowAsync(placed.Job).ToListAsync());

        var closing = await buyer.CloseAsync(placed.Job);
        var again = await buyer.CloseAsync(placed.Job);
        var moments = await following;

        Assert.Equal((JobStatus.Open, JobStatus.Cancelled), (closing.Before, closing.After));
        Assert.Equal(placed.Placed.Escrow, closing.ToBuyer);
        Assert.Empty(again.Transactions);
        Assert.Equal(Amount.Parse("5"), (await market.Reader.BalanceAsync(person.Account)).Free);
        Assert.Equal(Amount.Zero, (await market.Reader.LockedAsync(person.Account)).Escrow);
        Assert.Equal("JobPlaced", moments[0].Event!.Name);
        Assert.Equal(JobStatus.Cancelled, moments[^1].State.Status);
    }

    [Fact]
    public async Task Results_are_fetched_from_the_digest_on_chain_down_and_closing_pays_everybody()
    {
        var (person, seller) = (await market.PersonAsync(), await market.PersonAsync());
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("1"));
        await using (var depositor = await market.OpenAsync(seller))
        {
            await depositor.DepositAsync(Amount.Parse("1"));
        }

        await using var sender = await market.SenderOfAsync(seller);
        var placed = await buyer.SubmitAsync(_source.Path);
        var job = new JobContract(market.Access.Chain, placed.Job);
        await BuyerMarket.SendAsync(sender, job.Sign(Amount.Parse("0.4"), null, null, ""));
        await market.MineAsync();
        await market.MineAsync();
        await BuyerMarket.SendAsync(sender, job.Start());
        await Assert.ThrowsAsync<JobUnderWayException>(() => buyer.CloseAsync(placed.Job));
        var unfinished = await Assert.ThrowsAsync<NoResultException>(() => market.Reader.FetchResultsAsync(placed.Job, _folder.Path));
        byte[] result = "the factor"u8.ToArray();
        var record = await SettleAsync(sender, job, seller, result);

        Assert.False(unfinished.HasEnded);
        var impatient = new ResultOptions { Patience = TimeSpan.Zero };
        await Assert.ThrowsAsync<ResultRefusedException>(() => market.Reader.FetchResultsAsync(placed.Job, _folder.Path, impatient));
        await UploadAsync(seller, record.ToBytes());
        await Assert.ThrowsAsync<ResultRefusedException>(() => market.Reader.FetchResultsAsync(placed.Job, _folder.Path, impatient));
        var fetching = market.Reader.FetchResultsAsync(placed.Job, _folder.Path);
        await UploadAsync(seller, result);
        var fetched = Assert.Single(await fetching);
        Assert.Equal((0, 1, record.Digest), (fetched.Group, fetched.Checkpoint, fetched.Digest));
        Assert.Equal(_folder.Of("group-0.result"), fetched.Path);
        Assert.Equal(result, await File.ReadAllBytesAsync(fetched.Path));

        var closing = await buyer.CloseAsync(placed.Job);

        // Escrow 0.505 of one cell at the ask 0.4: 0.4 to the seller, 1 % of it as the fee, the rest back.
        Assert.Equal(JobStatus.Completed, closing.After);
        Assert.Equal((Amount.Parse("0.4"), Amount.Parse("0.004"), Amount.Parse("0.101")), (closing.ToSellers, closing.Fees, closing.ToBuyer));
        Assert.Equal(Amount.Parse("1"), closing.Collateral);
        Assert.Equal(Amount.Parse("0.596"), (await market.Reader.BalanceAsync(person.Account)).Free);
        Assert.Equal(Amount.Parse("1.4"), (await market.Reader.BalanceAsync(seller.Account)).Free);
    }

    [Fact]
    public async Task Stranger_is_no_job_and_another_buyers_job_is_refused_by_name()
    {
        var (person, other) = (await market.PersonAsync(), await market.PersonAsync());
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("1"));
        var placed = await buyer.SubmitAsync(_source.Path);
        await using var stranger = await market.OpenAsync(other);

        await Assert.ThrowsAsync<JobNotFoundException>(() => buyer.CloseAsync(other.Account));
        var refused = await Assert.ThrowsAsync<Ethereum.Rpc.ContractRevertedException>(() => stranger.CloseAsync(placed.Job));

        Assert.StartsWith("CancelTooEarly", ContractError.Describe(refused.RevertData), StringComparison.Ordinal);
    }

    private async Task<CheckpointRecord> SettleAsync(TransactionSender sender, JobContract job, Person seller, byte[] result)
    {
        var round = new RoundContext(market.Access.Deployment.ChainId, job.Account, 1, 0, 0);
        var record = new CheckpointRecord.Reached(round, 0, Transcript.Start(job.Account, 1, 0), Bytes32.Sha256(result), Bytes32.Sha256([]));
        var tag = Commitments.Tag(record);
        var seal = Commitments.Seal(round, 0, 0, seller.Account, record.Digest);
        var salt = Bytes32.Sha256("salt"u8);
        await BuyerMarket.SendAsync(sender, job.Commit(0, round, Commitments.Commitment(round, 0, seller.Account, tag, seal, salt)));
        await BuyerMarket.SendAsync(sender, job.Reveal(0, tag, seal, salt, record.Digest));
        return record;
    }

    private async Task UploadAsync(Person person, byte[] bytes)
    {
        using var content = new MemoryStream(bytes);
        await market.Access.Server.PutArtifactAsync(content, (request, _) => ValueTask.FromResult(
            new ArtifactUpload(new Hash32(request.Artifact.ToBytes()), (ulong)request.Bytes, (ulong)request.Expires.ToUnixTimeSeconds())
                .Sign(person.Key, market.Access.Deployment)));
    }
}
