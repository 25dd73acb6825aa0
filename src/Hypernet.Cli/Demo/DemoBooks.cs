using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>The ledger after the job, asked of the chain at one block.</summary>
/// <param name="Held">What Collateral holds of Hypertoken.</param>
/// <param name="Accounted">What its entries add up to, as it says.</param>
/// <param name="Free">What each account has free, by name.</param>
/// <param name="InJob">What the job still holds.</param>
internal sealed record DemoBooks(UInt256 Held, UInt256 Accounted, IReadOnlyList<(string Name, Amount Free)> Free, Amount InJob)
{
    /// <summary>Whether every unit that was deposited is somebody's, and the job holds none.</summary>
    public bool IsConserved(JobState job, Amount deposited) =>
        Held == Accounted
        && Accounted == (UInt256)deposited.Units
        && Free.Aggregate(default(Amount), (sum, entry) => sum + entry.Free) == deposited
        && InJob == default
        && job.Money.Balance == default;

    /// <summary>Asks the chain.</summary>
    public static async Task<DemoBooks> ReadAsync(
        JsonRpcClient chain, Deployment deployment, Account job, IEnumerable<(string Name, Account Account)> accounts, CancellationToken cancellationToken)
    {
        var block = BlockParameter.AtNumber(await chain.GetBlockNumberAsync(cancellationToken));
        var collateral = new CollateralContract(chain, deployment.Collateral);
        var token = new HypertokenContract(chain, deployment.Hypertoken);
        var free = new List<(string, Amount)>();
        foreach (var (name, account) in accounts)
        {
            free.Add((name, await collateral.FreeOfAsync(account, block, cancellationToken)));
        }

        return new DemoBooks(
            await token.AskAsync(new HypertokenAbi.BalanceOfCall(deployment.Collateral.ToAddress()), block, cancellationToken),
            await collateral.AskAsync(default(CollateralAbi.AccountedCall), block, cancellationToken),
            free,
            await collateral.BalanceOfAsync(job, block, cancellationToken));
    }
}
