using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using Hypernet.Client;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Server.Jobs;

public sealed class JobsApiTests
{
    private static readonly Account OtherBuyer = TestMarket.Number(0xb1);

    [Fact]
    public async Task Job_is_shown_with_its_rounds_sellers_and_money()
    {
        await using TestServer server = await TestServer.StartAsync();
        Account job = TestMarket.Job(1);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [TestMarket.Placed(job)]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), [Signed(job, 0), Signed(job, 1), .. TestMarket.Started(job)]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(3), [TestMarket.Committed(job, 1, 0), .. TestMarket.Settled(job, 1, digest: 5)]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(4), [TestMarket.Paid(job, 0, TestMarket.Seller(0), cells: 1), TestMarket.Committed(job, 2, 1)]);
        await server.ProjectAsync();

        JobDetails? found = await server.Client.FindJobAsync(job.ToString());

        Assert.NotNull(found);
        Assert.Equal(Accounts.Checksum(job), found.Job.Address);
        Assert.Equal("Running", found.Job.Status);
        Assert.Equal("10", found.Job.Terms.UnitPrice);
        Assert.Equal("aHYT", found.Job.Unit);
        Assert.Equal(new string('0', 63) + "7", found.Job.SpecHash);
        Assert.Equal(2, found.Job.Checkpoint);
        Assert.Equal(1, found.Job.Placed.Number);
        Assert.Equal(["1/0 Settled", "2/0 Commit"], found.Rounds.Select(round => $"{round.Checkpoint}/{round.Group} {round.Phase}"));
        Assert.Equal(["Honest", "Honest"], found.Rounds[0].Replicas.Select(replica => replica.Verdict));
        Assert.Equal([false, true], found.Rounds[1].Replicas.Select(replica => replica.HasCommitted));
        JobSellerView paid = found.Sellers[0];
        Assert.Equal(("9", "20", "40", "0"), (paid.Paid, paid.Released, paid.Locked, paid.Forfeited));
        Assert.Null(paid.Verdict);
        Assert.Equal(("1000", "120", "9", "1"), (found.Money.Funded, found.Money.Locked, found.Money.Paid, found.Money.Refunded));
        Assert.Equal("1090", found.Money.Held);
    }

    [Fact]
    public async Task Job_that_its_buyer_ends_says_who_announced_it_when_and_what_came_of_it()
    {
        await using TestServer server = await TestServer.StartAsync();
        Account[] jobs = [.. Enumerable.Range(1, 3).Select(TestMarket.Job)];
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [.. jobs.Select(job => TestMarket.Placed(job))]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), [.. jobs.SelectMany(job => new[] { Signed(job, 0), Signed(job, 1) }.Concat(TestMarket.Started(job)))]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(3), [.. jobs.Skip(1).Select(job => TestMarket.Stored(MarketLogs.TerminationAnnounced(job, 1300)))]);
        await Ledger.ApplyAsync(
            server.Store, Ledger.Block(4), [TestMarket.Settled(jobs[2], 1, digest: 5).First(), TestMarket.Stored(MarketLogs.Completed(jobs[2]))]);
        await server.ProjectAsync();
        JobView[] found = await Task.WhenAll(jobs.Select(async job => (await server.Client.FindJobAsync(job.ToString()))!.Job));

        Assert.Equal([("Running", null), ("Running", null), ("Completed", "Terminated")], found.Select(job => (job.Status, job.Reason)));
        var announced = new TerminationView
        {
            By = Accounts.Checksum(TestMarket.Buyer),
            AnnouncedAt = DateTimeOffset.FromUnixTimeSeconds(1300),
            From = DateTimeOffset.FromUnixTimeSeconds(1360),
            HasEndedJob = false,
        };
        Assert.Equal([null, announced, announced with { HasEndedJob = true }], found.Select(job => job.Termination));
    }

    [Fact]
    public async Task Jobs_are_listed_newest_first_page_by_page_without_hole_or_duplicate()
    {
        await using TestServer server = await TestServer.StartAsync();
        await PlaceAsync(server, jobs: 25);

        var addresses = new List<string>();
        string path = "/v1/jobs?limit=10";
        int pages = 0;
        for (string? next = string.Empty; next is not null; pages++)
        {
            Page<JobView>? page = await server.Http.GetFromJsonAsync(
                TestServer.At(next.Length == 0 ? path : $"{path}&after={Uri.EscapeDataString(next)}"), WireJson.Default.PageJobView);
            addresses.AddRange(page!.Items.Select(job => job.Address));
            next = page.Next;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(1, 25).Reverse().Select(number => Accounts.Checksum(TestMarket.Job(number))), addresses);
        Assert.Equal(addresses, await Addresses(server.Client.JobsAsync()));
    }

    [Fact]
    public async Task Jobs_are_found_by_state_buyer_and_seller()
    {
        await using TestServer server = await TestServer.StartAsync();
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [TestMarket.Placed(TestMarket.Job(1)), TestMarket.Placed(TestMarket.Job(2), OtherBuyer)]);
        await Ledger.ApplyAsync(
            server.Store, Ledger.Block(2), [Signed(TestMarket.Job(2), 0), Signed(TestMarket.Job(2), 1), .. TestMarket.Started(TestMarket.Job(2))]);
        await server.ProjectAsync();
        string first = Accounts.Checksum(TestMarket.Job(1));
        string second = Accounts.Checksum(TestMarket.Job(2));

        Assert.Equal([first], await Addresses(server.Client.JobsAsync(new JobQuery { State = "open" })));
        Assert.Equal([second], await Addresses(server.Client.JobsAsync(new JobQuery { State = "Running" })));
        Assert.Equal([second], await Addresses(server.Client.JobsAsync(new JobQuery { Buyer = OtherBuyer.ToString() })));
        Assert.Equal([second], await Addresses(server.Client.JobsAsync(new JobQuery { Seller = TestMarket.Seller(1).ToString() })));
        Assert.Empty(await Addresses(server.Client.JobsAsync(new JobQuery { State = "Aborted", Buyer = OtherBuyer.ToString() })));
    }

    [Fact]
    public async Task Events_of_a_job_begin_with_its_placement_and_leave_other_jobs_out()
    {
        await using TestServer server = await TestServer.StartAsync();
        Account job = TestMarket.Job(1);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [TestMarket.Placed(job), TestMarket.Placed(TestMarket.Job(2))]);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), [Signed(job, 0), Signed(job, 1), .. TestMarket.Started(job)]);
        await server.ProjectAsync();

        var names = new List<string>();
        await foreach (EventView happened in server.Client.JobEventsAsync(job.ToString()))
        {
            names.Add(happened.Name);
        }

        Page<EventView>? page = await server.Http.GetFromJsonAsync(TestServer.At($"/v1/jobs/{job}/events?limit=2&after=2~"), WireJson.Default.PageEventView);

        Assert.Equal(["JobPlaced", "SellerSigned", "SellerSigned", "JobFilled", "SeedArmed", "JobStarted"], names);
        Assert.Equal(["SellerSigned", "JobFilled"], page!.Items.Select(happened => happened.Name));
    }

    [Fact]
    public async Task Sellers_are_listed_and_found()
    {
        await using TestServer server = await TestServer.StartAsync();
        Account job = TestMarket.Job(1);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [TestMarket.Placed(job), Signed(job, 0), Signed(job, 1)]);
        await server.ProjectAsync();

        var sellers = new List<SellerView>();
        await foreach (SellerView seller in server.Client.SellersAsync())
        {
            sellers.Add(seller);
        }

        SellerView? found = await server.Client.FindSellerAsync(TestMarket.Seller(1).ToString());

        Assert.Equal([0, 1], sellers.Select(seller => Array.IndexOf([Accounts.Checksum(TestMarket.Seller(0)), Accounts.Checksum(TestMarket.Seller(1))], seller.Address)).Order());
        Assert.Equal((1, 1, 0, "0"), (found!.Jobs, found.ActiveJobs, found.CellsSettled, found.Paid));
        Assert.Null(await server.Client.FindSellerAsync(TestMarket.Seller(9).ToString()));
        Assert.Null(await server.Client.FindJobAsync(TestMarket.Job(9).ToString()));
    }

    [Fact]
    public async Task Nothing_is_sent_again_until_the_store_has_grown()
    {
        await using TestServer server = await TestServer.StartAsync();
        await PlaceAsync(server, jobs: 1);
        using HttpResponseMessage first = await server.Http.GetAsync(TestServer.At("/v1/jobs"));

        using HttpResponseMessage same = await AskAgainAsync(server, first.Headers.ETag!);
        await Ledger.ApplyAsync(server.Store, Ledger.Block(2), []);
        using HttpResponseMessage grown = await AskAgainAsync(server, first.Headers.ETag!);

        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, grown.StatusCode);
        Assert.NotEqual(first.Headers.ETag, grown.Headers.ETag);
    }

    [Theory]
    [InlineData("/v1/jobs?state=Sleeping")]
    [InlineData("/v1/jobs?state=1")]
    [InlineData("/v1/jobs?state=")]
    [InlineData("/v1/jobs?buyer=nobody")]
    [InlineData("/v1/jobs?seller=0x5AAEB6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("/v1/jobs?limit=0")]
    [InlineData("/v1/jobs?limit=1001")]
    [InlineData("/v1/jobs?after=x")]
    [InlineData("/v1/jobs?after=99999999999999999999~x")]
    [InlineData("/v1/jobs/0x12")]
    [InlineData("/v1/jobs/0x12/events")]
    [InlineData("/v1/sellers?limit=many")]
    [InlineData("/v1/sellers/me")]
    public async Task Malformed_question_is_refused_with_a_hint(string path)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage answer = await server.Http.GetAsync(TestServer.At(path));
        ProblemView? problem = await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemView);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.NotEmpty(problem!.Detail!);
        Assert.NotEmpty(problem.Hint!);
    }

    private static Hypernet.EventStore.ChainLog Signed(Account job, int tenure) => TestMarket.Signed(job, tenure, TestMarket.Seller(tenure));

    private static async Task PlaceAsync(TestServer server, int jobs)
    {
        await Ledger.ApplyAsync(server.Store, Ledger.Block(1), [.. Enumerable.Range(1, jobs).Select(number => TestMarket.Placed(TestMarket.Job(number)))]);
        await server.ProjectAsync();
    }

    private static async Task<HttpResponseMessage> AskAgainAsync(TestServer server, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, TestServer.At("/v1/jobs"));
        request.Headers.IfNoneMatch.Add(known);
        return await server.Http.SendAsync(request);
    }

    private static async Task<List<string>> Addresses(IAsyncEnumerable<JobView> jobs)
    {
        var addresses = new List<string>();
        await foreach (JobView job in jobs)
        {
            addresses.Add(job.Address);
        }

        return addresses;
    }
}
