using System.Globalization;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    /// <summary>Asks the chain what an account has.</summary>
    public async Task<AccountBalance> BalanceAsync(Account account, CancellationToken cancellationToken = default)
    {
        var block = BlockParameter.AtNumber(await market.Chain.GetBlockNumberAsync(cancellationToken));
        return new AccountBalance(
            await market.Hypertoken.BalanceOfAsync(account, block, cancellationToken),
            await market.Collateral.FreeOfAsync(account, block, cancellationToken),
            await market.Chain.GetBalanceAsync(account.ToAddress(), block, cancellationToken));
    }

    /// <summary>Asks the server what an account has in jobs.</summary>
    /// <exception cref="ApiException">The server failed.</exception>
    public async Task<LockedBalance> LockedAsync(Account account, CancellationToken cancellationToken = default)
    {
        string address = account.ToAddress().ToString();
        var placed = new List<string>();
        await foreach (var job in market.Server.JobsAsync(new JobQuery { Buyer = address }, cancellationToken))
        {
            placed.Add(job.Address);
        }

        var escrow = Amount.Zero;
        foreach (string job in await HoldingAsync(placed, cancellationToken))
        {
            if (await market.Server.FindJobAsync(job, cancellationToken) is { } details)
            {
                escrow += EscrowIn(details.Money);
            }
        }

        var seller = await market.Server.FindSellerAsync(address, cancellationToken);
        return new LockedBalance(escrow, seller is null ? Amount.Zero : Units(seller.Locked));
    }

    // Most jobs of an old account hold nothing any more: a hundred are asked about in one question to the chain.
    private async Task<IEnumerable<string>> HoldingAsync(List<string> jobs, CancellationToken cancellationToken)
    {
        var calls = jobs.Select(job => new CollateralAbi.AccountOfCall(Ethereum.Address.Parse(job))).ToList();
        var answers = await market.Chain.SendBatchAsync(
            [.. calls.Select(call => EthRequests.Call(market.Collateral.Prepare(call).From(default), BlockParameter.Latest))], cancellationToken);
        return jobs.Where((_, i) => calls[i].Decode(answers[i]).Balance > 0);
    }

    private static Amount EscrowIn(MoneyView money) =>
        Units(money.Funded) - Units(money.Paid) - Units(money.Fees) - Units(money.Compensated) - Units(money.Refunded);

    private static Amount Units(string text) => new(UInt128.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture));
}
