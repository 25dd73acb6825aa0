using System.Globalization;
using System.Text.Json;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Cli.Tests.Job;

[Collection(CliMarketTests.Name)]
public sealed class JobCommandsTests(CliMarket market) : IDisposable
{
    // 27 cells of 0.5 HYT and 1 % of it.
    private const string Escrow = "13635000000000000000";
    private const string Stranger = "0x00000000000000000000000000000000000000aa";

    private readonly JobSource _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Job_is_submitted_seen_watched_cancelled_and_refunded_to_the_wei()
    {
        (await market.RunAsync("token", "deposit", "20", "--yes")).Succeeded();
        var before = await FreeAsync();
        var locked = await LockedAsync();
        var placed = (await market.JsonAsync("job", "submit", _source.Path, "--yes")).Succeeded();
        string job = placed.Json.GetProperty("job").GetString()!;
        await market.IndexedAsync("JobPlaced", job);

        Assert.Equal(Escrow, placed.Json.GetProperty("escrow").GetString());
        Assert.Contains("cost at most 13.635 HYT", placed.Talk, StringComparison.Ordinal);
        Assert.Equal(before - Amount.Parse("13.635"), await FreeAsync());
        Assert.Equal(locked + Amount.Parse("13.635"), await LockedAsync());
        var listed = (await market.RunAsync("job", "list", "--mine", "--state", "op")).Succeeded();
        Assert.Contains($"{job}  OP", listed.Output, StringComparison.Ordinal);
        Assert.Contains("NoSellers(0/9)", listed.Output, StringComparison.Ordinal);
        Assert.Equal(job, (await market.RunAsync("job", "list", "-q", "--limit", "1")).Succeeded().Output.Trim());
        var shown = (await market.RunAsync("job", "show", job)).Succeeded();
        Assert.Contains("3 groups of 3, quorum 2", shown.Output, StringComparison.Ordinal);
        Assert.Equal(Escrow, (await market.JsonAsync("job", "show", job)).Succeeded().Json.GetProperty("money").GetProperty("held").GetString());
        Assert.Contains("reported, not verified", (await market.RunAsync("job", "progress", job)).Succeeded().Output, StringComparison.Ordinal);
        var progress = (await market.RunAsync("job", "progress", job, "--json")).Succeeded().Json;
        Assert.Equal(("hypernet/v1", "Open", 3), (progress.GetProperty("apiVersion").GetString(), progress.GetProperty("status").GetString(), progress.GetProperty("partitions").GetArrayLength()));
        (await market.RunAsync("job", "result", job, "--output-dir", _source.Path)).Failed(ExitCode.NotFound, "is Open", "job watch");

        var watching = market.JsonAsync("job", "watch", job);
        var watchingProgress = market.RunAsync("job", "progress", job, "--watch", "--json");
        var cancelled = (await market.JsonAsync("job", "cancel", job, "--yes")).Succeeded();
        var watched = await watching;
        var watchedProgress = await watchingProgress;

        Assert.Equal(("Open", "Cancelled", Escrow), (Text(cancelled, "before"), Text(cancelled, "status"), Text(cancelled, "toBuyer")));
        Assert.Equal(before, await FreeAsync());
        Assert.Equal((ExitCode.JobFailed, ExitCode.JobFailed), (watched.ExitCode, watchedProgress.ExitCode));
        await market.IndexedAsync("BuyerRecorded", job);
        int cancellations = (await market.JsonAsync("job", "show", job)).Succeeded().Json.GetProperty("buyerRecord").GetProperty("cancelled").GetInt32();
        Assert.True(cancellations > 0);
        Assert.Contains($"of its jobs 0 completed, {cancellations} cancelled, 0 terminated, 0 aborted", (await market.RunAsync("job", "show", job)).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal("Cancelled", JsonDocument.Parse(watchedProgress.Output.TrimEnd().Split('\n')[^1]).RootElement.GetProperty("status").GetString());
        string[] names = [.. watched.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement.GetProperty("name").GetString()!)];
        Assert.Equal(("JobPlaced", "JobCancelled"), (names[0], names[1]));
        Assert.Contains("nothing was left", (await market.RunAsync("job", "cancel", job, "--yes")).Succeeded().Output, StringComparison.Ordinal);
        (await market.RunAsync("job", "result", job)).Failed(ExitCode.JobFailed, "is Cancelled");
    }

    [Fact]
    public async Task Price_of_an_open_job_is_raised_for_every_cell_and_comes_back_with_the_rest()
    {
        (await market.RunAsync("token", "deposit", "40", "--yes")).Succeeded();
        var before = await FreeAsync();
        string job = Text((await market.JsonAsync("job", "submit", _source.Path, "--yes")).Succeeded(), "job")!;

        // 27 cells, each 0.25 HYT and 1 % of it more.
        var tried = (await market.JsonAsync("job", "raise", job, "0.75", "--dry-run")).Succeeded();
        Assert.Equal("6817500000000000000", Text(tried, "funded"));
        Assert.Equal(before - Amount.Parse("13.635"), await FreeAsync());
        var raised = (await market.RunAsync("job", "raise", job, "0.75", "--yes")).Succeeded();
        Assert.Contains("0.75 HYT instead of 0.5 HYT for each of 27 cells", raised.Talk, StringComparison.Ordinal);
        Assert.Contains("cost at most 6.8175 HYT more, of which 0.0675 HYT are the fee", raised.Talk, StringComparison.Ordinal);
        Assert.Equal("raised to 0.75 HYT for 6.8175 HYT", raised.Output.TrimEnd());
        Assert.Equal(before - Amount.Parse("20.4525"), await FreeAsync());

        (await market.RunAsync("job", "raise", job, "0.75", "--yes")).Failed(ExitCode.Reverted, "the contract refused: ", "nothing was sent");
        (await market.RunAsync("job", "raise", job, "10", "--yes")).Failed(ExitCode.Funds, "252.2475 HYT were to be moved", "token");
        Assert.Equal("20452500000000000000", Text((await market.JsonAsync("job", "cancel", job, "--yes")).Succeeded(), "toBuyer"));
        Assert.Equal(before, await FreeAsync());
        (await market.RunAsync("job", "raise", job, "0.8", "--yes")).Failed(ExitCode.Reverted, "JobNotOpen(status: Cancelled)", "nothing was sent");
    }

    [Fact]
    public async Task Job_is_terminated_once_it_has_started_and_told_what_that_leaves()
    {
        _source.Change("job.yaml", "groups: 3", "groups: 1");
        _source.Change("job.yaml", "replication: 3", "replication: 1");
        (await market.RunAsync("token", "deposit", "2", "--yes")).Succeeded();
        string job = Text((await market.JsonAsync("job", "submit", _source.Path, "--yes")).Succeeded(), "job")!;
        (await market.RunAsync("job", "terminate", job, "--yes")).Failed(ExitCode.Reverted, "JobNotRunning(status: Open)", "nothing was sent");
        await market.StartAsync(job, Amount.Parse("0.5"), Amount.Parse("3"));

        var tried = (await market.JsonAsync("job", "terminate", job, "--dry-run")).Succeeded();
        Assert.Equal(("1515000000000000000", JsonValueKind.Null), (Text(tried, "unsettled"), tried.Json.GetProperty("transaction").ValueKind));
        (await market.RunAsync("job", "cancel", job, "--yes")).Failed(ExitCode.Reverted, "is Running", "job terminate");
        var terminated = (await market.RunAsync("job", "terminate", job, "--yes")).Succeeded();

        Assert.Contains("checkpoint 1 of 3 is in work; 0 of 3 cells are settled and stay paid", terminated.Talk, StringComparison.Ordinal);
        Assert.Contains("the checkpoint in work 40 s after the announcement is the last one; of 1.515 HYT comes back", terminated.Talk, StringComparison.Ordinal);
        Assert.Contains($"hypernet job cancel {job}", terminated.Output, StringComparison.Ordinal);
        (await market.RunAsync("job", "terminate", job, "--yes")).Failed(ExitCode.Reverted, "TerminationKnown(", "nothing was sent");

        await market.IndexedAsync("TerminationAnnounced", job);
        var shown = (await market.RunAsync("job", "show", job)).Succeeded();
        Assert.Matches("terminate  announced by its buyer at [0-9: -]+Z; the checkpoint in work at [0-9: -]+Z is the last one", shown.Output);
        var termination = (await market.JsonAsync("job", "show", job)).Succeeded().Json.GetProperty("job").GetProperty("termination");
        Assert.Equal(Text(await market.JsonAsync("token", "balance"), "address"), termination.GetProperty("by").GetString());
        Assert.False(termination.GetProperty("hasEndedJob").GetBoolean());
    }

    [Fact]
    public async Task Trial_says_the_price_and_sends_nothing()
    {
        (await market.RunAsync("token", "deposit", "30", "--yes")).Succeeded();
        var before = await BalanceAsync();

        var tried = (await market.JsonAsync("job", "submit", _source.Path, "--dry-run", "--unit-price", "1")).Succeeded();

        Assert.Equal("27270000000000000000", Text(tried, "escrow"));
        Assert.Equal(before.ToString(), (await BalanceAsync()).ToString());
    }

    [Fact]
    public async Task Withdrawal_gives_back_what_was_free_and_no_more()
    {
        (await market.RunAsync("token", "deposit", "3", "--yes")).Succeeded();
        var free = await FreeAsync();

        (await market.RunAsync("token", "withdraw", "1.5", "--yes")).Succeeded();

        Assert.Equal(free - Amount.Parse("1.5"), await FreeAsync());
        (await market.RunAsync("token", "withdraw", "99999", "--yes")).Failed(ExitCode.Funds, "99999 HYT were to be moved", "token balance");
    }

    [Theory]
    [InlineData("job.yaml", "duration: 10s", "duration: soon", "job.yaml: line 3, column 11: duration", "--dry-run")]
    [InlineData("job.yaml", "engine: native", "engine: wasm", "job.yaml: engine", "--dry-run")]
    [InlineData("job.yaml", "python@host", "fortran@77", "library fortran@77 is not on the network's allowlist", "numpy@host")]
    [InlineData("data.csv", "3,4", "3,5", "input data.csv has SHA-256", "bring back the file")]
    public async Task Job_that_cannot_be_is_refused_before_it_costs_anything(string file, string old, string replacement, string error, string hint)
    {
        _source.Change(file, old, replacement);

        (await market.RunAsync("job", "submit", _source.Path, "--yes")).Failed(ExitCode.Misused, error, hint);
    }

    [Fact]
    public async Task Package_that_no_seller_would_take_is_refused_by_the_name_of_the_file()
    {
        _source.Grow("big.bin", 257L << 20);
        (await market.RunAsync("job", "submit", _source.Path, "--yes")).Failed(ExitCode.Misused, "\"big.bin\" is beyond the 256 MiB of a package", "--dry-run");

        _source.Replace("big.bin", "/etc/hostname");
        (await market.RunAsync("job", "submit", _source.Path, "--yes")).Failed(ExitCode.Misused, "\"big.bin\" is a link", "--dry-run");
    }

    [Fact]
    public async Task Input_that_the_server_does_not_take_is_refused_by_name_before_anything_is_placed()
    {
        (await market.RunAsync("token", "deposit", "20", "--yes")).Succeeded();
        var before = await FreeAsync();
        string old = _source.HashOf("data.csv");
        _source.Grow("data.csv", 257L << 20);
        _source.Change("job.yaml", old, _source.HashOf("data.csv"));
        _source.Change("job.yaml", "  replication: 3", "  replication: 3\n  requirements: { storageMiB: 1024 }");

        var refused = await market.RunAsync("job", "submit", _source.Path, "--yes");

        refused.Failed(ExitCode.Misused, "data.csv is refused by the server: The artifact has 269484032 bytes", "--dry-run");
        Assert.Equal(before, await FreeAsync());
    }

    [Fact]
    public async Task Short_balance_says_need_and_have()
    {
        var free = await FreeAsync();

        (await market.RunAsync("job", "submit", _source.Path, "--yes", "--unit-price", "5000", "--unit-collateral", "5000"))
            .Failed(ExitCode.Funds, $"the job needs 136350 HYT, the account has {free} HYT", "token deposit");
    }

    [Fact]
    public async Task Contract_that_refuses_is_quoted_by_the_name_of_its_error()
    {
        // A collateral below a tenth of the price: the manifest would not say it, the option can.
        (await market.RunAsync("token", "deposit", "20", "--yes")).Succeeded();

        (await market.RunAsync("job", "submit", _source.Path, "--yes", "--unit-collateral", "0.001"))
            .Failed(ExitCode.Reverted, "the contract refused: TermOutOfRange(", "nothing was sent");
    }

    [Theory]
    [InlineData("show")]
    [InlineData("watch")]
    [InlineData("progress")]
    [InlineData("result")]
    [InlineData("cancel")]
    [InlineData("raise", "1")]
    [InlineData("terminate")]
    public async Task Unknown_job_is_not_found(string verb, params string[] more) =>
        (await market.RunAsync(["job", verb, Stranger, .. more, "--yes"])).Failed(ExitCode.NotFound, "00AA", "job list");

    [Theory]
    [InlineData("job", "show", "somewhere")]
    [InlineData("job", "list", "--state", "gone")]
    [InlineData("token", "deposit", "-1")]
    [InlineData("token", "deposit", "0")]
    [InlineData("server", "run", "--listen", "nowhere")]
    public async Task Words_that_mean_nothing_are_misused(params string[] args) =>
        (await market.RunAsync([.. args, "--yes"])).Failed(ExitCode.Misused, $"\"{args[^1]}\" is no", "--help");

    [Fact]
    public async Task Server_and_chain_that_are_down_are_unreachable()
    {
        string[] tail = ["--deployment", market.DeploymentFile, "--password-file", market.PasswordFile, "--yes"];

        (await CommandRun.OfAsync(["job", "list", "--api", "http://127.0.0.1:1"])).Failed(ExitCode.Unreachable, "127.0.0.1:1", "server run");
        (await CommandRun.OfAsync(["job", "progress", Stranger, "--api", "http://127.0.0.1:1"])).Failed(ExitCode.Unreachable, "127.0.0.1:1", "server run");
        (await CommandRun.OfAsync(["job", "watch", Stranger, "--rpc", market.Rpc, "--api", "http://127.0.0.1:1", .. tail]))
            .Failed(ExitCode.Unreachable, "127.0.0.1:1", "server run");
        (await CommandRun.OfAsync(["job", "submit", _source.Path, "--rpc", "http://127.0.0.1:1", "--api", market.Api, .. tail]))
            .Failed(ExitCode.Unreachable, "127.0.0.1:1", "--rpc");
    }

    [Fact]
    public async Task Balance_is_told_without_a_server_but_for_what_is_locked()
    {
        var balance = (await CommandRun.OfAsync(
            "token", "balance", Stranger, "-o", "json", "--rpc", market.Rpc, "--deployment", market.DeploymentFile, "--api", "http://127.0.0.1:1")).Succeeded();

        Assert.Equal("0", Text(balance, "free"));
        Assert.Equal(JsonValueKind.Null, balance.Json.GetProperty("lockedEscrow").ValueKind);
        Assert.StartsWith("warning: ", balance.Talk, StringComparison.Ordinal);
    }

    private static string? Text(CommandRun run, string name) => run.Json.GetProperty(name).GetString();

    private async Task<JsonElement> BalanceAsync() => (await market.JsonAsync("token", "balance")).Succeeded().Json;

    private Task<Amount> FreeAsync() => UnitsAsync("free");

    private Task<Amount> LockedAsync() => UnitsAsync("lockedEscrow");

    private async Task<Amount> UnitsAsync(string name) =>
        new(UInt128.Parse((await BalanceAsync()).GetProperty(name).GetString()!, CultureInfo.InvariantCulture));
}
