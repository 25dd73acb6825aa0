using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Tests.Living;

/// <summary>Sellers with collateral, whose agents are at work.</summary>
public sealed class StartedSellers : IAsyncDisposable
{
    private readonly List<(Account Seller, string Secret, RunningAgent Agent)> _sellers = [];

    private StartedSellers()
    {
    }

    public IReadOnlyList<RunningAgent> Agents => [.. _sellers.Select(each => each.Agent)];

    public static async Task<StartedSellers> StartAsync(LivingMarket market, int count)
    {
        var sellers = new StartedSellers();
        for (int i = 0; i < count; i++)
        {
            await sellers.StartAsync(market);
        }

        return sellers;
    }

    public RunningAgent Of(Account seller) => _sellers.First(each => each.Seller == seller).Agent;

    /// <summary>A seller's signature.</summary>
    public Signature Sign(Account seller, Hash32 digest)
    {
        using var key = PrivateKey.Parse(_sellers.First(each => each.Seller == seller).Secret);
        return key.Sign(digest);
    }

    /// <summary>One more.</summary>
    public async Task<RunningAgent> StartAsync(LivingMarket market)
    {
        await market.MineAtOnceAsync();
        string secret = await market.SellerAsync();
        using var key = PrivateKey.Parse(secret);
        var agent = new RunningAgent(market, secret);
        _sellers.Add((key.Address.ToAccount(), secret, agent));
        agent.Start();
        return agent;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, agent) in _sellers)
        {
            await agent.DisposeAsync();
        }
    }
}
