using System.Net;
using System.Text.Json;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Xunit;

namespace Hypernet.Server.Telemetry;

public sealed class TelemetryTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task Report_of_a_seller_is_told_as_it_came_and_as_not_verified()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        TelemetryReport report = job.Report(1, done: 7) with { Residual = 1.5e-9, Members = 3, Said = "half of it", Tail = "a warning\nand <b>another</b>" };

        await job.PostAsync(report);
        job.Time.Advance(4 * Second);
        TelemetryView view = await job.ReadAsync();

        Assert.Equal(("reported, not verified", "Running", 1, 3), (view.Label, view.Status, view.Checkpoint, view.Checkpoints));
        PartitionProgressView partition = Assert.Single(view.Partitions);
        Assert.Equal(
            new PartitionProgressView
            {
                Partition = 0,
                Replicas = 3,
                Reporting = 1,
                Rank = 1,
                Checkpoint = 1,
                Done = 7,
                Total = 10,
                AgeSeconds = 4,
                Residual = 1.5e-9,
                Members = 3,
                Line = "half of it",
            },
            partition);
        RankTelemetryView rank = Assert.Single(view.Ranks!);
        Assert.Equal((0, Accounts.Checksum(job.KeyOf(1).Address.ToAccount())), (rank.Partition, rank.Seller));
        Assert.Equal(JsonSerializer.Serialize(report, TelemetryJson.Default.TelemetryReport), JsonSerializer.Serialize(rank.Report, TelemetryJson.Default.TelemetryReport));
        Assert.Equal([(7L, 10L)], rank.History.Select(point => (point.Done, point.Total)));
    }

    [Fact]
    public async Task Only_the_agent_that_has_the_rank_now_may_report_on_it()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        using PrivateKey stranger = PrivateKey.Create();

        await job.RefusedAsync(job.Report(0), HttpStatusCode.Forbidden, stranger);
        await job.RefusedAsync(job.Report(0), HttpStatusCode.Forbidden, job.KeyOf(1));
        await job.RefusedAsync(job.Report(3), HttpStatusCode.Forbidden, job.KeyOf(1));
        await job.PostAsync(job.Report(0, done: 9));
        await job.FaultAsync(0);
        await job.RefusedAsync(job.Report(0), HttpStatusCode.Forbidden, job.KeyOf(0));

        TelemetryView view = await job.ReadAsync();
        Assert.Empty(view.Ranks!);
        Assert.Equal(new PartitionProgressView { Partition = 0, Replicas = 2, Reporting = 0 }, Assert.Single(view.Partitions));
    }

    [Fact]
    public async Task Report_on_one_job_is_none_on_another()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        // Signed for the first job by a seller of both.
        await job.RefusedAsync(job.Report(0), HttpStatusCode.Forbidden, job: Accounts.Checksum(ReportingJob.Other));
        await job.RefusedAsync(job.Report(0), HttpStatusCode.NotFound, job: Accounts.Checksum(TestMarket.Job(9)));
        Assert.Null(await job.Server.Client.FindTelemetryAsync(Accounts.Checksum(TestMarket.Job(9))));
        Assert.Empty((await job.Server.Client.FindTelemetryAsync(Accounts.Checksum(ReportingJob.Other)))!.Ranks!);
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x00")]
    [InlineData("0xzz")]
    public async Task Report_without_a_signature_is_refused(string signature)
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        (HttpStatusCode status, ProblemView? problem) = await job.PostAsync(Body(job), signature.PadRight(signature.Length > 2 ? 132 : 0, 'z'));

        Assert.Equal((HttpStatusCode.Unauthorized, true), (status, problem!.Hint!.Length > 0));
    }

    [Fact]
    public async Task Replayed_or_late_report_changes_nothing()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        TelemetryReport first = job.Report(0, done: 1);
        TelemetryReport second = job.Report(0, done: 2);

        await job.PostAsync(second);
        await job.RefusedAsync(second, HttpStatusCode.Conflict);
        await job.RefusedAsync(first, HttpStatusCode.Conflict);
        await job.RefusedAsync(second with { Rows = [] }, HttpStatusCode.Conflict);

        Assert.Equal(2, (await job.ReadAsync()).Partitions[0].Done);
    }

    [Fact]
    public async Task Clock_that_is_off_is_refused()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        DateTimeOffset now = job.Time.GetUtcNow();

        await job.RefusedAsync(job.Report(0) with { Time = now - TelemetryReport.ClockTolerance - Second }, HttpStatusCode.BadRequest);
        await job.RefusedAsync(job.Report(0) with { Time = now + TelemetryReport.ClockTolerance + Second }, HttpStatusCode.BadRequest);
        await job.PostAsync(job.Report(0) with { Time = now - TelemetryReport.ClockTolerance });
    }

    [Fact]
    public async Task Flood_is_slowed_down_to_a_kibibyte_a_second_and_told_how_long_to_wait()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        TelemetryReport Large() => job.Report(0) with { Tail = new string('x', TelemetryReport.MaxTailBytes), Said = new string('y', TelemetryReport.MaxSaidBytes) };
        int taken = 0;
        RequestRefusedException? refused = null;
        while (refused is null)
        {
            refused = (RequestRefusedException?)await Record.ExceptionAsync(() => job.PostAsync(Large()));
            taken += refused is null ? 1 : 0;
        }

        Assert.Equal((HttpStatusCode.TooManyRequests, Second), (refused.Status, refused.RetryAfter));
        Assert.InRange(taken, 3, 4);
        await job.PostAsync(job.Report(1));
        job.Time.Advance(refused.RetryAfter!.Value);
        await job.PostAsync(Large());
        await job.RefusedAsync(Large(), HttpStatusCode.TooManyRequests);
    }

    public static TheoryData<string, Func<TelemetryReport, TelemetryReport>> Nonsense => new()
    {
        { "sequence", report => report with { Sequence = 0 } },
        { "sequence beyond JSON", report => report with { Sequence = TelemetryRow.MaxCount + 1 } },
        { "checkpoint 0", report => report with { Checkpoint = 0 } },
        { "checkpoint 4 of 3", report => report with { Checkpoint = 4 } },
        { "attempt", report => report with { Attempt = -1 } },
        { "residual", report => report with { Residual = -1 } },
        { "no members", report => report with { Members = 0 } },
        { "too many members", report => report with { Members = 4 } },
        { "more than all", report => report with { Rows = [report.Rows[0] with { Done = 11 }] } },
        { "less than nothing", report => report with { Rows = [report.Rows[0] with { Done = -1 }] } },
        { "of nothing", report => report with { Rows = [report.Rows[0] with { Done = 0, Total = 0 }] } },
        { "more than JSON holds", report => report with { Rows = [report.Rows[0] with { Total = TelemetryRow.MaxCount + 1 }] } },
        { "no such partition", report => report with { Rows = [report.Rows[0] with { Partition = 1 }] } },
        { "a partition twice", report => report with { Rows = [report.Rows[0], report.Rows[0]] } },
        { "a row of the future", report => report with { Rows = [report.Rows[0] with { AgeSeconds = -1 }] } },
        { "a row for no checkpoint", report => report with { Rows = [report.Rows[0] with { Checkpoint = 4 }] } },
        { "escape in the tail", report => report with { Tail = "\e[2J" } },
        { "text turned round", report => report with { Tail = "a\u202Eb" } },
        { "two lines said", report => report with { Said = "a\nb" } },
        { "nothing said", report => report with { Said = "" } },
        { "a long tail", report => report with { Tail = new string('é', (TelemetryReport.MaxTailBytes / 2) + 1) } },
        { "much said", report => report with { Said = new string('x', TelemetryReport.MaxSaidBytes + 1) } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public async Task Nonsense_is_refused_even_when_it_is_signed(string what, Func<TelemetryReport, TelemetryReport> change)
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        await job.RefusedAsync(change(job.Report(0)), HttpStatusCode.BadRequest);

        Assert.NotEmpty(what);
        Assert.Empty((await job.ReadAsync()).Ranks!);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("{", "{ ")]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("\"rank\":0", "\"rank\":0,\"rank\":0")]
    [InlineData("\"rank\":0", "\"rank\":0,\"colour\":1")]
    [InlineData("\"rank\":0", "\"rank\":\"0\"")]
    [InlineData("\"rank\":0,", "")]
    [InlineData("\"rows\":[", "\"said\":\"\\uD83D\",\"rows\":[")]
    [InlineData("\"rows\":[", "\"rows\":[null,")]
    [InlineData("\"rows\":[", "\"members\":3000000000,\"rows\":[")]
    [InlineData("\"rows\":[", "\"residual\":1e999,\"rows\":[")]
    [InlineData("\"rows\":[", "\"rows\":[[[[[")]
    public async Task Malformed_body_is_refused(string old, string? replacement)
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        string body = Body(job);
        string changed = replacement is null ? old : old.Length == 0 ? "" : body.Replace(old, replacement, StringComparison.Ordinal);
        bool isHarmless = replacement == "{ ";

        (HttpStatusCode status, _) = await job.PostAsync(changed);

        Assert.Equal(isHarmless ? HttpStatusCode.NoContent : HttpStatusCode.BadRequest, status);
    }

    [Fact]
    public async Task Body_beyond_its_bound_is_not_read()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        string body = Body(job);

        Assert.Equal(HttpStatusCode.NoContent, (await job.PostAsync(body.PadRight(TelemetryReport.MaxBytes))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await job.PostAsync(Body(job).PadRight(TelemetryReport.MaxBytes + 1))).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await job.PostAsync(new string(' ', 1 << 20))).Status);
    }

    [Fact]
    public async Task Partition_stands_where_its_replica_in_the_middle_does()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        await job.PostAsync(job.Report(0, done: 10));
        Assert.Equal((10, 0), await MiddleAsync(job));
        await job.PostAsync(job.Report(2, done: 3));
        Assert.Equal((3, 2), await MiddleAsync(job));
        await job.PostAsync(job.Report(1, done: 4));
        Assert.Equal((4, 1), await MiddleAsync(job));
    }

    [Fact]
    public async Task Report_is_kept_for_a_day()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        await job.PostAsync(job.Report(0));

        job.Time.Advance(TimeSpan.FromHours(24));
        Assert.Equal(86_400, (await job.ReadAsync()).Partitions[0].AgeSeconds);
        job.Time.Advance(Second);

        Assert.Empty((await job.ReadAsync()).Ranks!);
    }

    [Fact]
    public async Task Rank_that_was_silent_longest_makes_room()
    {
        await using ReportingJob job = await ReportingJob.StartAsync(options => options with { MaxTelemetryRanks = 2 });

        await job.PostAsync(job.Report(0));
        await job.PostAsync(job.Report(1));
        await job.PostAsync(job.Report(0));
        await job.PostAsync(job.Report(2));

        Assert.Equal([0, 2], (await job.ReadAsync()).Ranks!.Select(rank => rank.Report.Rank));
    }

    [Theory]
    [InlineData("?partition=1")]
    [InlineData("?partition=-1")]
    [InlineData("?partition=all")]
    public async Task Partition_that_is_none_is_refused(string query)
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        using HttpResponseMessage answer = await job.Server.Http.GetAsync(TestServer.At($"/v1/jobs/{ReportingJob.Address}/telemetry{query}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Stream_shows_the_whole_picture_and_again_when_it_changes()
    {
        await using ReportingJob job = await ReportingJob.StartAsync();
        await job.PostAsync(job.Report(0, done: 1));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await using var pictures = job.Server.Client.TelemetryAsync(ReportingJob.Address, limit.Token).GetAsyncEnumerator(limit.Token);

        Assert.Equal(1, (await NextAsync(job, pictures)).Partitions[0].Done);
        await job.PostAsync(job.Report(0, done: 5));
        TelemetryView changed = await NextAsync(job, pictures);
        await job.SettleAsync();
        TelemetryView settled = await NextAsync(job, pictures);

        Assert.Equal((5, 1), (changed.Partitions[0].Done, changed.Checkpoint));
        Assert.Equal(2, settled.Checkpoint);
        Assert.Null(settled.Ranks);
    }

    [Theory]
    [InlineData("telemetry:", HttpStatusCode.BadRequest)]
    [InlineData("weather:0x000000000000000000000000000000000000A001", HttpStatusCode.BadRequest)]
    [InlineData("telemetry:0x000000000000000000000000000000000000A009", HttpStatusCode.NotFound)]
    public async Task Topic_that_is_none_is_refused(string topic, HttpStatusCode status)
    {
        await using ReportingJob job = await ReportingJob.StartAsync();

        using HttpResponseMessage answer = await job.Server.Http.GetAsync(TestServer.At($"/v1/events?topic={topic}"));

        Assert.Equal(status, answer.StatusCode);
    }

    // The stream writes at most once a second, by a clock that stands still unless it is moved.
    private static async Task<TelemetryView> NextAsync(ReportingJob job, IAsyncEnumerator<TelemetryView> pictures)
    {
        Task<bool> next = pictures.MoveNextAsync().AsTask();
        while (!next.IsCompleted)
        {
            job.Time.Advance(Second);
            await Task.WhenAny(next, Task.Delay(5));
        }

        Assert.True(await next);
        return pictures.Current;
    }

    private static async Task<(long? Done, int? Rank)> MiddleAsync(ReportingJob job)
    {
        PartitionProgressView partition = (await job.ReadAsync()).Partitions[0];
        return (partition.Done, partition.Rank);
    }

    private static string Body(ReportingJob job) => JsonSerializer.Serialize(job.Report(0), TelemetryJson.Default.TelemetryReport);
}
