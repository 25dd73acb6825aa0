using System.Globalization;
using Hypernet.Ethereum.Rpc;
using Xunit;

namespace Hypernet.Cli.Tests.Vote;

[Collection(CliMarketTests.Name)]
public sealed class VoteCommandsTests(CliMarket market)
{
    private const int Day = 86_400;
    private const string Nobody = "0x0000000000000000000000000000000000000000";
    private const string Stranger = "0x00000000000000000000000000000000000000aa";

    // No other test of this market minds what a buyer pays for a change of mind.
    private static readonly string[] Proposal =
        ["--parameter", "CancelBps", "--value", "300", "--description", "Pay sellers more for a change of mind\nThree percent, not two."];

    [Fact]
    public async Task Parameter_is_proposed_voted_queued_and_executed_each_verb_in_its_time()
    {
        string holder = await HolderAsync();
        (await market.RunAsync("vote", "delegate", Nobody, "--yes")).Succeeded();
        (await market.RunAsync(["vote", "propose", .. Proposal, "--yes"]))
            .Failed(ExitCode.Funds, "has 0 HYT: 100000 HYT are missing", "hypernet vote delegate: the wallet's own");
        (await market.RunAsync(["vote", "propose", .. Proposal, "--wallet", "holder", "--yes"]))
            .Failed(ExitCode.Funds, "100000 HYT are missing", $"hypernet vote delegate {holder}");

        var delegated = (await market.JsonAsync("vote", "delegate", "--yes")).Succeeded();
        Assert.Equal(Text(delegated, "owner"), Text(delegated, "delegate"));
        Assert.Equal(Text(delegated, "delegated"), Text(delegated, "votes"));
        await PassAsync(1);
        (await market.RunAsync(["vote", "propose", .. Proposal, "--dry-run"])).Succeeded();
        Assert.DoesNotContain("Pay sellers more", (await market.RunAsync("vote", "list")).Succeeded().Output, StringComparison.Ordinal);

        var proposed = (await market.JsonAsync(["vote", "propose", .. Proposal, "--yes"])).Succeeded();
        string id = Text(proposed, "proposal");
        string known = id[..10];
        Assert.Contains("set CancelBps to 300 basis points (a vote can set 0 to 1000 basis points; now 200)", proposed.Talk, StringComparison.Ordinal);
        Assert.Contains("voting begins 24 h after the proposal and lasts 5 d", proposed.Talk, StringComparison.Ordinal);
        Assert.EndsWith($"\n#proposer={Text(delegated, "owner")}", Text(proposed, "description"), StringComparison.OrdinalIgnoreCase);
        Assert.Equal("4000000000000000000000000", Text(proposed, "quorum"));
        await ShowsAsync(known, "Pending", "voting begins ");
        (await market.RunAsync("vote", "cast", known, "for", "--yes")).Failed(ExitCode.Failed, "is Pending and cannot be voted on now", "voting begins ");

        await PassAsync(Day + 1);
        await ShowsAsync(known, "Active", "4000000 HYT short of the quorum");
        (await market.RunAsync("vote", "cast", known, "for", "--wallet", "holder", "--yes")).Failed(ExitCode.Funds, $"{holder} has no votes", "vote delegate");
        (await market.RunAsync("vote", "cast", known, "for", "--dry-run")).Succeeded();
        var cast = (await market.JsonAsync("vote", "cast", known, "for", "--reason", "It is fair", "--yes")).Succeeded();
        Assert.Equal((Text(delegated, "votes"), "0", "0"), (Text(cast, "for"), Text(cast, "against"), Text(cast, "missingForQuorum")));
        (await market.RunAsync("vote", "cast", known, "against", "--yes")).Failed(ExitCode.Failed, "has voted on");
        (await market.RunAsync("vote", "queue", known, "--yes")).Failed(ExitCode.Failed, "is Active and cannot be queued now", "carried as it stands");

        await PassAsync(5 * Day);
        await ShowsAsync(known, "Succeeded", $"hypernet vote queue {known}");
        (await market.RunAsync("vote", "execute", known, "--yes")).Failed(ExitCode.Failed, "is Succeeded and cannot be executed now", "vote queue");
        var queued = (await market.JsonAsync("vote", "queue", known, "--wallet", "holder", "--yes")).Succeeded();
        Assert.Equal("Queued", Text(queued, "state"));
        (await market.RunAsync("vote", "execute", known, "--yes")).Failed(ExitCode.Failed, "is Queued and cannot be executed now", "can be executed ");

        await PassAsync(2 * Day);
        await ShowsAsync(known, "Queued", $"hypernet vote execute {known}");
        var executed = (await market.RunAsync("vote", "execute", known, "--wallet", "holder", "--yes")).Succeeded();
        Assert.Contains("Executed: it is in force", executed.Output, StringComparison.Ordinal);
        var listed = (await market.RunAsync("vote", "list")).Succeeded().Output;
        Assert.Contains($"{known}  Executed", listed, StringComparison.Ordinal);
        Assert.Contains("Pay sellers more for a change of mind", listed, StringComparison.Ordinal);
        Assert.Equal(id, (await market.RunAsync("vote", "list", "-q", "--limit", "1")).Succeeded().Output.Trim());
        var again = (await market.RunAsync("vote", "propose", "--parameter", "cancelbps", "--value", "100", "--description", "Back", "--dry-run")).Succeeded();
        Assert.Contains("now 300)", again.Talk, StringComparison.Ordinal);
        var (shown, _) = (await market.RunAsync("vote", "show", id), (await market.RunAsync("vote", "delegate", Stranger, "--dry-run")).Succeeded());
        Assert.Contains("does      set CancelBps to 300 basis points", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Three percent, not two.", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("#proposer", shown.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ExitCode.Misused, "FeeBps cannot be 501: a vote can set 1 to 500 basis points; now 100", "--parameter", "FeeBps", "--value", "501")]
    [InlineData(ExitCode.Misused, "LeastStake cannot be 100001: a vote can set 0 to 100000 HYT; now 0", "--parameter", "LeastStake", "--value", "100001")]
    [InlineData(ExitCode.Misused, "MinRevealSeconds would be 600 and MaxRevealSeconds 500: no window", "--parameter", "MaxRevealSeconds", "--value", "500", "--parameter", "MinRevealSeconds", "--value", "600")]
    [InlineData(ExitCode.Misused, "\"Fee\" is no parameter", "--parameter", "Fee", "--value", "1")]
    [InlineData(ExitCode.Misused, "every --parameter takes one --value", "--parameter", "FeeBps")]
    [InlineData(ExitCode.Misused, "nothing is proposed")]
    [InlineData(ExitCode.Misused, "--library and --status go together", "--library", "numpy@2")]
    [InlineData(ExitCode.Misused, "a library has an --image", "--library", "numpy@2", "--status", "allowed")]
    [InlineData(ExitCode.Misused, "--target and --calldata go together", "--target", Stranger)]
    [InlineData(ExitCode.Misused, "not an even number of hexadecimal digits", "--target", Stranger, "--calldata", "0x123")]
    [InlineData(ExitCode.Reverted, "what is proposed would be refused: ", "--list", Stranger)]
    public async Task Proposal_that_could_not_be_executed_is_refused_before_it_is_sent(int exitCode, string error, params string[] proposal) =>
        (await market.RunAsync(["vote", "propose", .. proposal, "--description", "Try", "--yes"])).Failed(exitCode, error);

    [Theory]
    [InlineData("library numpy@2, image 00000000000000000000000000000000000000000000000000000000000000ab: Allowed", "--library", "numpy@2", "--status", "allowed", "--image", "00000000000000000000000000000000000000000000000000000000000000ab")]
    [InlineData("library fortran@host, image 0000000000000000000000000000000000000000000000000000000000000000: Banned", "--library", "fortran@host", "--status", "banned")]
    [InlineData("call 0x00000000000000000000000000000000000000AA 0x12345678", "--target", Stranger, "--calldata", "0x12345678")]
    public async Task Other_changes_are_said_in_words(string words, params string[] proposal)
    {
        (await market.RunAsync("vote", "delegate", "--yes")).Succeeded();
        await PassAsync(1);

        var tried = (await market.RunAsync(["vote", "propose", .. proposal, "--description", "Try", "--dry-run"])).Succeeded();

        Assert.Contains(words, tried.Talk, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Proposal_is_taken_back_by_its_proposer_alone_and_only_until_voting_begins()
    {
        (await market.RunAsync("vote", "delegate", "--yes")).Succeeded();
        await PassAsync(1);
        string begun = await ProposeAsync("FeeBps", "140");
        await PassAsync(Day + 1);
        string pending = await ProposeAsync("FeeBps", "141");

        (await market.RunAsync("vote", "cancel", pending, "--wallet", "holder", "--yes")).Failed(ExitCode.Failed, "nobody else can cancel it", "against");
        (await market.RunAsync("vote", "cancel", begun, "--yes")).Failed(ExitCode.Failed, "is Active and cannot be taken back now", "voting ends ");
        Assert.Contains("set FeeBps to 141", (await market.RunAsync("vote", "cancel", pending, "--dry-run")).Succeeded().Talk, StringComparison.Ordinal);
        await ShowsAsync(pending, "Pending", "voting begins ");
        Assert.Equal("Canceled", Text((await market.JsonAsync("vote", "cancel", pending, "--yes")).Succeeded(), "state"));

        await ShowsAsync(pending, "Canceled", "its proposer took it back");
        (await market.RunAsync("vote", "cancel", pending, "--yes")).Failed(ExitCode.Failed, "is Canceled and cannot be taken back now");
        await PassAsync(Day + 1);
        (await market.RunAsync("vote", "cast", pending, "for", "--yes")).Failed(ExitCode.Failed, "is Canceled and cannot be voted on now", "its proposer took it back");
    }

    [Theory]
    [InlineData("cancel", "0xabcdef")]
    [InlineData("show", "0xabcdef")]
    [InlineData("queue", "7")]
    public async Task Unknown_proposal_is_not_found(string verb, string id) =>
        (await market.RunAsync("vote", verb, id, "--yes")).Failed(ExitCode.NotFound, $"there is no proposal {id}", "vote list");

    [Fact]
    public async Task Vote_that_means_nothing_is_misused() =>
        (await market.RunAsync("vote", "cast", "0xab", "1", "--yes")).Failed(ExitCode.Misused, "\"1\" is no vote");

    private async Task<string> ProposeAsync(string parameter, string value) => Text(
        (await market.JsonAsync("vote", "propose", "--parameter", parameter, "--value", value, "--description", $"{parameter} of {value}", "--yes")).Succeeded(),
        "proposal");

    private static string Text(CommandRun run, string name) => run.Json.GetProperty(name).GetString()!;

    private async Task<string> HolderAsync() => Text(await market.JsonAsync("token", "balance", "--wallet", "holder"), "address");

    private async Task ShowsAsync(string proposal, string state, string next)
    {
        var shown = (await market.JsonAsync("vote", "show", proposal)).Succeeded();
        Assert.Equal(state, Text(shown, "state"));
        Assert.Contains(next, Text(shown, "next"), StringComparison.Ordinal);
        Assert.Contains(next, (await market.RunAsync("vote", "show", proposal)).Succeeded().Output, StringComparison.Ordinal);
    }

    // Votes count from the second after they were delegated: blocks of this chain may share one.
    private async Task PassAsync(int seconds)
    {
        using var chain = new JsonRpcClient(new Uri(market.Rpc));
        await chain.SendAsync(EthRequests.Raw("evm_increaseTime", string.Create(CultureInfo.InvariantCulture, $"[{seconds}]")));
        await chain.SendAsync(EthRequests.Raw("evm_mine"));
    }
}
