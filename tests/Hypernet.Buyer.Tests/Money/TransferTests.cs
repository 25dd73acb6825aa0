using Hypernet.Market;
using Xunit;

namespace Hypernet.Buyer.Tests.Money;

[Collection(BuyerMarketTests.Name)]
public sealed class TransferTests(BuyerMarket market)
{
    [Fact]
    public async Task Deposit_and_withdrawal_move_exactly_their_amount()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);

        var deposit = await buyer.DepositAsync(Amount.Parse("30"));
        var withdrawal = await buyer.WithdrawAsync(Amount.Parse("10.5"));
        var balance = await market.Reader.BalanceAsync(person.Account);

        Assert.Equal(Amount.Parse("30"), deposit.Free);
        Assert.Equal(Amount.Parse("19.5"), withdrawal.Free);
        Assert.Equal((Amount.Parse("80.5"), Amount.Parse("19.5")), (balance.Wallet, balance.Free));
    }

    [Fact]
    public async Task More_than_there_is_moves_nothing()
    {
        var person = await market.PersonAsync();
        await using var buyer = await market.OpenAsync(person);

        var deposit = await Assert.ThrowsAsync<BalanceShortException>(() => buyer.DepositAsync(Amount.Parse("100.5")));
        var withdrawal = await Assert.ThrowsAsync<BalanceShortException>(() => buyer.WithdrawAsync(Amount.Parse("0.1")));

        Assert.Equal((Amount.Parse("100"), Amount.Parse("100.5")), (deposit.Have, deposit.Need));
        Assert.Equal(Amount.Zero, withdrawal.Have);
        Assert.Equal(Amount.Parse("100"), (await market.Reader.BalanceAsync(person.Account)).Wallet);
    }
}
