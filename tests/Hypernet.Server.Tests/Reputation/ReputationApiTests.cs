using System.Net;
using System.Net.Http.Json;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Server.Reputation;

public sealed class ReputationApiTests
{
    private static readonly Account Peer = TestMarket.Seller(1);
    private static readonly Account Other = TestMarket.Seller(2);
    private static readonly Account User = TestMarket.Number(0xc0);

    [Fact]
    public async Task Stake_points_strikes_and_records_are_told_of_every_account()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1),
        [
            TestMarket.Stored(MarketLogs.StakePlaced(User, Peer, 100, 400, 100)),
            TestMarket.Stored(MarketLogs.StakePlaced(User, Other, 7, 28, 7)),
            TestMarket.Stored(MarketLogs.StakePlaced(Peer, Peer, 50, 200, 150)),
            TestMarket.Stored(MarketLogs.StakeWithdrawalStarted(User, Peer, 25, 100, 125, 2000)),
            TestMarket.Stored(MarketLogs.ReputationChanged(Peer, TestMarket.Job(1), 9, 2)),
            TestMarket.Stored(MarketLogs.BuyerRecorded(User, TestMarket.Job(1), BuyerOutcome.Terminated)),
            TestMarket.Stored(MarketLogs.BuyerRecorded(User, TestMarket.Job(2), BuyerOutcome.Completed)),
            TestMarket.Stored(MarketLogs.BuyerRecorded(User, TestMarket.Job(3), BuyerOutcome.Completed)),
        ]);
        await server.ProjectAsync();

        ReputationView known = await server.Client.ReputationAsync(Peer.ToString());
        Assert.Equal(("9", 2, "125", "25", "aHYT"), (known.Points, known.Strikes, known.Behind, known.Withdrawing, known.Unit));
        Assert.Equal(Accounts.Checksum(Peer), known.Address);
        AccountView user = await server.Client.AccountAsync(User.ToString());
        Assert.Equal(new BuyerRecordView { Completed = 2, Cancelled = 0, Terminated = 1, Aborted = 0 }, user.Buyer);
        Assert.Equal(("0", "0"), (user.Free, user.Reputation.Behind));
        AccountView nobody = await server.Client.AccountAsync(TestMarket.Number(0xdead).ToString());
        Assert.Equal(("0", "0", 0), (nobody.Reputation.Points, nobody.Reputation.Behind, nobody.Buyer.Completed));
    }

    [Fact]
    public async Task Stakes_are_listed_by_user_and_by_peer_page_by_page()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1),
        [
            .. Enumerable.Range(0, 5).Select(number => TestMarket.Stored(MarketLogs.StakePlaced(TestMarket.Number(0xc0 + number), Peer, 10, 40, 10))),
            TestMarket.Stored(MarketLogs.StakePlaced(User, Other, 7, 28, 7)),
        ]);
        await server.ProjectAsync();

        Page<StakeView>? first = await server.Http.GetFromJsonAsync(TestServer.At($"/v1/stakes?peer={Peer}&limit=3"), WireJson.Default.PageStakeView);
        Assert.Equal(3, first!.Items.Count);
        var all = new List<StakeView>();
        await foreach (StakeView stake in server.Client.StakesAsync(new StakeQuery { Peer = Peer.ToString() }))
        {
            all.Add(stake);
        }

        Assert.Equal(Enumerable.Range(0, 5).Select(number => Accounts.Checksum(TestMarket.Number(0xc0 + number))), all.Select(stake => stake.User));
        Assert.All(all, stake => Assert.Equal(("10", "0", null), (stake.Placed, stake.Withdrawing, stake.FreeAt)));
        var own = new List<string>();
        await foreach (StakeView stake in server.Client.StakesAsync(new StakeQuery { User = User.ToString() }))
        {
            own.Add(stake.Peer);
        }

        Assert.Equal([Accounts.Checksum(Peer), Accounts.Checksum(Other)], own);
    }

    [Theory]
    [InlineData("/v1/accounts/somewhere")]
    [InlineData("/v1/sellers/0x12/reputation")]
    [InlineData("/v1/stakes?user=me")]
    [InlineData("/v1/stakes?limit=0")]
    public async Task Malformed_questions_are_refused(string path)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage refused = await server.Http.GetAsync(TestServer.At(path));

        Assert.Equal((HttpStatusCode.BadRequest, "application/problem+json"), (refused.StatusCode, refused.Content.Headers.ContentType?.MediaType));
    }
}
