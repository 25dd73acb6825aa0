using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Transactions;

public sealed class AnvilSenderTests(NodeFixture<Anvil> node) : TransactionSenderTests(node.Chain, node.Client), IClassFixture<NodeFixture<Anvil>>;

public sealed class HardhatSenderTests(NodeFixture<Hardhat> node) : TransactionSenderTests(node.Chain, node.Client), IClassFixture<NodeFixture<Hardhat>>;

/// <summary>Nodes that mine each transaction as it comes.</summary>
public abstract class TransactionSenderTests(LocalChain chain, JsonRpcClient client) : SenderTest(chain, client)
{
    [Fact]
    public async Task Intent_is_mined_once_however_often_it_is_sent()
    {
        ulong count = await CountAsync();
        await using var sender = await OpenAsync();

        var first = await sender.SendAsync(Transfer("transfer/1"));
        var receipt = await first.WaitAsync(Patience);
        var again = await sender.SendAsync(Transfer("transfer/1"));

        Assert.Equal(receipt.TransactionHash, first.Hash);
        Assert.Equal(receipt.TransactionHash, again.Hash);
        Assert.Equal(receipt.BlockHash, (await again.WaitAsync(Patience)).BlockHash);
        Assert.Equal(count, first.Nonce);
        Assert.Equal(count + 1, await CountAsync());
    }

    [Fact]
    public async Task Intent_sent_by_an_earlier_process_is_found_and_not_sent_again()
    {
        Hash32 hash;
        await using (var sender = await OpenAsync())
        {
            hash = (await sender.SendAndWaitAsync(Transfer("transfer/1"), Patience)).TransactionHash;
        }

        ulong count = await CountAsync();
        await using var later = await OpenAsync();

        Assert.Empty(await later.ResumeAsync());
        Assert.Equal(hash, (await later.SendAndWaitAsync(Transfer("transfer/1"), Patience)).TransactionHash);
        Assert.Equal(count, await CountAsync());
    }

    [Fact]
    public async Task Sends_at_the_same_time_take_nonces_without_holes()
    {
        ulong count = await CountAsync();
        await using var sender = await OpenAsync();

        var sent = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => sender.SendAsync(Transfer($"transfer/{i}"))));
        var same = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => sender.SendAsync(Transfer($"transfer/{i}"))));
        await Task.WhenAll(sent.Select(one => one.WaitAsync(Patience)));

        Assert.Equal(Enumerable.Range(0, 20).Select(i => count + (ulong)i), sent.Select(one => one.Nonce).Order());
        Assert.Equal(sent.Select(one => one.Hash), same.Select(one => one.Hash));
        Assert.Equal(count + 20, await CountAsync());
    }

    [Fact]
    public async Task Call_that_would_revert_is_not_sent_and_leaves_no_hole()
    {
        var contract = await DeployAsync();
        ulong count = await CountAsync();
        await using var sender = await OpenAsync();

        var revert = await Assert.ThrowsAsync<ContractRevertedException>(
            () => sender.SendAsync(new TransactionIntent { Key = "revert", To = contract, Data = Reverting }));
        var next = await sender.SendAndWaitAsync(new TransactionIntent { Key = "log", To = contract }, Patience);

        Assert.Equal(Reverting, revert.RevertData);
        Assert.Null(revert.Transaction);
        Assert.Equal(EchoContract.Topic, Assert.Single(next.Logs).Topics[0]);
        Assert.Equal(count + 1, await CountAsync());
    }

    [Fact]
    public async Task Transaction_that_reverts_in_its_block_fails_with_its_data()
    {
        var contract = await DeployAsync();
        var intent = new TransactionIntent { Key = "revert", To = contract, Data = Reverting, GasLimit = 100_000 };
        await using (var sender = await OpenAsync())
        {
            var sent = await sender.SendAsync(intent);
            var revert = await Assert.ThrowsAsync<ContractRevertedException>(() => sent.WaitAsync(Patience));

            Assert.Equal(Reverting, revert.RevertData);
            Assert.Equal(sent.Hash, revert.Transaction);
        }

        await using var later = await OpenAsync();
        Assert.Equal(Reverting, (await Assert.ThrowsAsync<ContractRevertedException>(() => later.SendAndWaitAsync(intent, Patience))).RevertData);
    }

    [Fact]
    public async Task Contract_is_created_by_an_intent_without_a_receiver()
    {
        await using var sender = await OpenAsync();
        var receipt = await sender.SendAndWaitAsync(new TransactionIntent { Key = "create", Data = EchoContract.InitCode }, Patience);

        Assert.Equal(EchoContract.Runtime, await Client.GetCodeAsync(receipt.ContractAddress!.Value));
    }

    [Fact]
    public async Task Key_of_another_call_is_refused()
    {
        await using var sender = await OpenAsync();
        var sent = await sender.SendAsync(Transfer("transfer/1"));

        Assert.Equal(sent.Hash, (await Assert.ThrowsAsync<IntentConflictException>(() => sender.SendAsync(Transfer("transfer/1", wei: 2)))).Sent);
    }

    [Fact]
    public async Task Account_that_cannot_pay_is_told_what_it_needs()
    {
        using var poor = PrivateKey.Create();
        await using var rich = await OpenAsync();
        await using var sender = await TransactionSender.OpenAsync(Client, poor, Folder, Quick);
        await rich.SendAndWaitAsync(new TransactionIntent { Key = "gift", To = poor.Address, Value = 1000 }, Patience);

        var gas = await Assert.ThrowsAsync<InsufficientFundsException>(() => sender.SendAsync(Transfer("transfer/1")));
        var value = await Assert.ThrowsAsync<InsufficientFundsException>(() => sender.SendAsync(Transfer("transfer/1", wei: 5000)));

        Assert.Equal<UInt256>(1000, gas.Have);
        Assert.True(gas.Need > 21_000);
        Assert.Equal<UInt256>(5000, value.Need);
        await rich.SendAndWaitAsync(new TransactionIntent { Key = "more", To = poor.Address, Value = gas.Need * 10 }, Patience);
        Assert.Equal(0UL, (await sender.SendAsync(Transfer("transfer/1"))).Nonce);
    }

    [Fact]
    public async Task Transaction_that_the_node_refuses_frees_its_nonce()
    {
        ulong count = await CountAsync();
        await using var sender = await OpenAsync();

        await Assert.ThrowsAsync<TransactionRejectedException>(() => sender.SendAsync(Transfer("transfer/1") with { GasLimit = 2_000_000_000 }));

        Assert.Equal(count, (await sender.SendAsync(Transfer("transfer/1"))).Nonce);
    }

    [Fact]
    public async Task Second_process_on_one_account_is_refused()
    {
        await using var sender = await OpenAsync();

        Assert.Equal(Key.Address, (await Assert.ThrowsAsync<JournalInUseException>(() => OpenAsync())).Account);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(201)]
    public async Task Key_without_a_reasonable_length_is_refused(int length)
    {
        await using var sender = await OpenAsync();

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => sender.SendAsync(Transfer(new string('k', length))));
    }
}
