using Hypernet.Market;
using Xunit;

namespace Hypernet.Cli.Tests.Seller;

[Collection(CliMarketTests.Name)]
public sealed class SellerCommandsTests(CliMarket market) : IDisposable
{
    private readonly JobSource _source = new();

    public void Dispose() => _source.Dispose();

    [Fact]
    public async Task Seller_is_listed_and_shown_with_its_jobs_and_the_stake_behind_it()
    {
        _source.Change("job.yaml", "groups: 3", "groups: 1");
        _source.Change("job.yaml", "replication: 3", "replication: 1");
        (await market.RunAsync("token", "deposit", "4", "--yes")).Succeeded();
        string buyer = await AddressAsync("default");
        string seller = await AddressAsync("holder");
        await market.BackAsync(Amount.Parse("1.5"));
        await market.IndexedAsync("StakePlaced");
        (await market.RunAsync("seller", "show", buyer)).Failed(ExitCode.NotFound, "has signed no job, and nobody has placed stake on it", "seller list");
        var backed = (await market.RunAsync("seller", "show", "--wallet", "holder")).Succeeded().Output;
        Assert.Contains($"seller      {seller}", backed, StringComparison.Ordinal);
        Assert.Contains("stake       1.5 HYT behind it, 0 HYT on the way back", backed, StringComparison.Ordinal);
        Assert.Contains("backers     get 0 % of what it earns; were paid 0 HYT, lost 0 HYT by its faults", backed, StringComparison.Ordinal);
        Assert.Contains($"{buyer}  1.5", backed, StringComparison.Ordinal);

        string job = (await market.JsonAsync("job", "submit", _source.Path, "--yes")).Succeeded().Json.GetProperty("job").GetString()!;
        await market.StartAsync(job, Amount.Parse("0.5"), Amount.Parse("3"));
        await market.IndexedAsync("JobStarted", job);

        var listed = (await market.RunAsync("seller", "list")).Succeeded().Output;
        Assert.Matches($"(?m)^{seller} +[0-9]+ +[0-9]+ +0 +0 +0 +1.5 +0 +", listed);
        Assert.Equal(seller, (await market.RunAsync("seller", "list", "-q")).Succeeded().Output.Trim());
        var shown = (await market.JsonAsync("seller", "show", seller)).Succeeded().Json;
        Assert.True(shown.GetProperty("seller").GetProperty("activeJobs").GetInt32() > 0);
        Assert.Equal("1500000000000000000", shown.GetProperty("reputation").GetProperty("behind").GetString());
        Assert.Equal(buyer, shown.GetProperty("stakes")[0].GetProperty("user").GetString());
        Assert.Contains("settled as honest; faults: none", (await market.RunAsync("seller", "show", seller)).Succeeded().Output, StringComparison.Ordinal);
    }

    private async Task<string> AddressAsync(string wallet) =>
        (await market.JsonAsync("token", "balance", "--wallet", wallet)).Succeeded().Json.GetProperty("address").GetString()!;
}
