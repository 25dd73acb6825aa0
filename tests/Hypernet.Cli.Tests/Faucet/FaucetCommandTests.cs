using System.Globalization;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Cli.Tests.Faucet;

[Collection(CliMarketTests.Name)]
public sealed class FaucetCommandTests(CliMarket market)
{
    private const ulong Day = 86_400;

    [Fact]
    public async Task Faucet_gives_once_a_day_and_says_when_more_can_be_had_and_why_there_is_none()
    {
        await DawnAsync();
        var before = await WalletAsync("holder");
        Assert.Contains("it would succeed", (await AskAsync("holder", "--dry-run")).Succeeded().Output, StringComparison.Ordinal);

        var given = (await AskAsync("holder", "-o", "json")).Succeeded();
        Assert.Equal("1000000000000000000000", Text(given, "amount"));
        Assert.Equal(before + Amount.Parse("1000"), Units(given, "wallet"));
        Assert.Equal(Units(given, "wallet"), await WalletAsync("holder"));
        string again = DateTimeOffset.Parse(Text(given, "again"), CultureInfo.InvariantCulture).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        (await AskAsync("holder")).Failed(ExitCode.Reverted, "was given its 1000 HYT less than a day ago (AskedTooSoon)", $"ask again from {again}Z");
        (await AskAsync("default")).Failed(ExitCode.Reverted, "the 1500 HYT that the faucet gives in a day are given (DaySpent)", " 00:00:00Z");

        await DawnAsync();
        var told = (await AskAsync("default")).Succeeded().Output;
        Assert.Contains("was given 1000 HYT and has ", told, StringComparison.Ordinal);
        Assert.Contains("it can ask again from ", told, StringComparison.Ordinal);

        await DawnAsync();
        (await AskAsync("holder", "--dry-run")).Failed(ExitCode.Funds, "the faucet has 0 HYT left and would give 1000 HYT", "send it some: 0x");
    }

    [Fact]
    public async Task Network_without_a_faucet_says_so() =>
        (await market.RunAsync("faucet", "--yes")).Failed(ExitCode.NotFound, "there is no faucet on local, chain 31337", "sepolia");

    private static string Text(CommandRun run, string name) => run.Json.GetProperty(name).GetString()!;

    private static Amount Units(CommandRun run, string name) => new(UInt128.Parse(Text(run, name), CultureInfo.InvariantCulture));

    private Task<CommandRun> AskAsync(string wallet, params string[] args) => CommandRun.OfAsync(
        ["faucet", "--rpc", market.Rpc, "--deployment", market.FaucetFile, "--password-file", market.PasswordFile, "--wallet", wallet, "--yes", .. args]);

    private async Task<Amount> WalletAsync(string wallet) => Units((await market.JsonAsync("token", "balance", "--wallet", wallet)).Succeeded(), "wallet");

    // The faucet counts days of UTC: early on one, none of the test's calls is on the next.
    private async Task DawnAsync()
    {
        using var chain = new JsonRpcClient(new Uri(market.Rpc));
        ulong now = (await chain.GetBlockAsync(BlockParameter.Latest))!.Timestamp;
        ulong dawn = ((now / Day) + 2) * Day;
        await chain.SendAsync(EthRequests.Raw("evm_setNextBlockTimestamp", string.Create(CultureInfo.InvariantCulture, $"[{dawn}]")));
        await chain.SendAsync(EthRequests.Raw("evm_mine"));
    }
}
