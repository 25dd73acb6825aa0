using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class BuyerClient
{
    /// <summary>Moves Hypertoken from the wallet into the market; approves it first where that is needed.</summary>
    /// <param name="amount">How much; more than nothing.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <exception cref="BalanceShortException">The wallet has less.</exception>
    /// <exception cref="ContractRevertedException">The contracts refused.</exception>
    public async Task<Transfer> DepositAsync(Amount amount, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(amount, Amount.Zero);
        var have = await _market.Hypertoken.BalanceOfAsync(Account, cancellationToken: cancellationToken);
        if (have < amount)
        {
            throw new BalanceShortException("in its wallet", have, amount);
        }

        var ledger = _market.Collateral.Account;
        if (await _market.Hypertoken.AllowanceAsync(Account, ledger, cancellationToken: cancellationToken) < (UInt256)amount.Units)
        {
            await SendAsync("approve", _market.Hypertoken.Approve(ledger, amount), cancellationToken);
        }

        return await TransferAsync("deposit", _market.Collateral.Deposit(amount), amount, cancellationToken);
    }

    /// <summary>Moves free Hypertoken from the market into the wallet.</summary>
    /// <param name="amount">How much; more than nothing.</param>
    /// <param name="cancellationToken">Ends the wait; what was sent goes on.</param>
    /// <exception cref="BalanceShortException">Less is free.</exception>
    /// <exception cref="ContractRevertedException">The contracts refused.</exception>
    public async Task<Transfer> WithdrawAsync(Amount amount, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(amount, Amount.Zero);
        var have = await _market.Collateral.FreeOfAsync(Account, cancellationToken: cancellationToken);
        return have >= amount
            ? await TransferAsync("withdraw", _market.Collateral.Withdraw(amount), amount, cancellationToken)
            : throw new BalanceShortException("free in the market", have, amount);
    }

    private async Task<Transfer> TransferAsync(string name, ContractCall call, Amount amount, CancellationToken cancellationToken)
    {
        var receipt = await SendAsync(name, call, cancellationToken);
        var free = await _market.Collateral.FreeOfAsync(Account, BlockParameter.AtHash(receipt.BlockHash), cancellationToken);
        return new Transfer(amount, receipt.TransactionHash, free);
    }
}
