using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>The ways to one market: the chain decides, the server tells quickly and keeps the files.</summary>
/// <param name="Chain">A node of the chain; it stays the caller's.</param>
/// <param name="Server">A server; it stays the caller's.</param>
/// <param name="Deployment">Where the contracts are.</param>
public sealed record MarketAccess(JsonRpcClient Chain, HypernetClient Server, Deployment Deployment)
{
    /// <summary>The ledger that holds all tokens of the market.</summary>
    public CollateralContract Collateral { get; } = new(Chain, Deployment.Collateral);

    /// <summary>The factory that places jobs.</summary>
    public JobFactoryContract Factory { get; } = new(Chain, Deployment.JobFactory);

    /// <summary>The currency.</summary>
    public HypertokenContract Hypertoken { get; } = new(Chain, Deployment.Hypertoken);

    /// <summary>One job's contract, after the chain has confirmed that it is one.</summary>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    public async Task<JobContract> FindJobAsync(Account job, BlockParameter? block = null, CancellationToken cancellationToken = default)
    {
        var account = await Collateral.AskAsync(new CollateralAbi.AccountOfCall(job.ToAddress()), block, cancellationToken);
        return account.Implementation == Ethereum.Address.Zero ? throw new JobNotFoundException(job) : new JobContract(Chain, job);
    }

    /// <summary>Confirms that the server answers, and serves this market.</summary>
    /// <exception cref="WrongMarketException">It serves another one.</exception>
    /// <exception cref="ApiException">It does not answer.</exception>
    public async Task EnsureServerAsync(CancellationToken cancellationToken = default)
    {
        var status = await Server.StatusAsync(cancellationToken);
        if ((ulong)status.ChainId != Deployment.ChainId)
        {
            throw new WrongMarketException(Server.Server, $"serves chain {status.ChainId}, the contracts are on chain {Deployment.ChainId}");
        }

        string factory = Deployment.JobFactory.ToAddress().ToString();
        if (status.Contracts.GetValueOrDefault("JobFactory") is { } served && !served.Equals(factory, StringComparison.OrdinalIgnoreCase))
        {
            throw new WrongMarketException(Server.Server, $"serves the market of JobFactory {served}, the deployment names {factory}");
        }
    }
}
