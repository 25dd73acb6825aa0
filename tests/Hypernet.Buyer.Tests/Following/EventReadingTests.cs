using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Buyer.Tests.Following;

[Collection(BuyerMarketTests.Name)]
public sealed class EventReadingTests(BuyerMarket market) : IDisposable
{
    private readonly JobSource _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task What_a_reorg_takes_back_is_taken_back_and_what_is_final_stays()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);
        await buyer.DepositAsync(Amount.Parse("1"));
        var placed = await buyer.SubmitAsync(_source.Path);
        await buyer.CloseAsync(placed.Job);
        await market.IndexedAsync(placed.Job, JobStatus.Cancelled);
        List<EventView> events = await market.Access.Server.JobEventsAsync(placed.Job.ToAddress().ToString()).ToListAsync();
        var cancelled = events.Single(happened => happened.Name == "JobCancelled");
        var history = new JobHistory();
        var server = market.Access.Server.Server;

        Assert.All(events, happened => Assert.True(history.Add(happened, server)));
        Assert.Equal(JobStatus.Cancelled, history.State!.Status);
        Assert.False(history.Revert(new string('0', 64)));
        foreach (var happened in events.Where(happened => happened.Block.Number >= cancelled.Block.Number))
        {
            history.Revert(happened.Block.Hash);
        }

        Assert.Equal(JobStatus.Open, history.State!.Status);
        Assert.True(history.Add(cancelled, server));
        history.Finalize((ulong)cancelled.Block.Number);
        Assert.Equal(JobStatus.Cancelled, history.State!.Status);
        Assert.False(history.Revert(events[0].Block.Hash));
        Assert.Throws<AnswerNotUnderstoodException>(() => history.Add(cancelled with { Data = "0x1" }, server));
    }
}
