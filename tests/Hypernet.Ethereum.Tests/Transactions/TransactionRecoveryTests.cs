using System.Text;
using Hypernet.Ethereum.Rpc;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Transactions;

/// <summary>Processes that die, nodes that lose things, blocks that come late or go: Anvil lets us do all that to it.</summary>
public sealed class TransactionRecoveryTests(NodeFixture<Anvil> node) : SenderTest(node.Chain, node.Client), IClassFixture<NodeFixture<Anvil>>, IAsyncLifetime
{
    private readonly Uri _url = node.Chain.Url;

    public Task InitializeAsync() => DoAsync("evm_setAutomine", "[true]");

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task Transaction_journaled_but_never_handed_over_is_handed_over_at_the_next_start()
    {
        ulong nonce = await CountAsync();
        var transaction = await SignedByADeadProcessAsync("transfer/1", nonce);
        await using var sender = await OpenAsync();

        var pending = Assert.Single(await sender.ResumeAsync());
        var receipt = await pending.WaitAsync(Patience);
        var again = await sender.SendAsync(Transfer("transfer/1"));

        Assert.Equal(transaction.Hash, receipt.TransactionHash);
        Assert.Equal((transaction.Hash, nonce), (again.Hash, again.Nonce));
        Assert.Equal(nonce + 1, await CountAsync());
    }

    [Fact]
    public async Task Transaction_handed_over_before_the_process_died_is_recognized()
    {
        ulong nonce = await CountAsync();
        var transaction = await SignedByADeadProcessAsync("transfer/1", nonce);
        await Client.SendRawTransactionAsync(transaction.Raw);
        await using var sender = await OpenAsync();

        // Sending resumes by itself; nothing has been said to this process about the past.
        var receipt = await sender.SendAndWaitAsync(Transfer("transfer/1"), Patience);
        var next = await sender.SendAsync(Transfer("transfer/2"));

        Assert.Equal(transaction.Hash, receipt.TransactionHash);
        Assert.Equal(nonce + 1, next.Nonce);
    }

    [Fact]
    public async Task Transaction_lost_on_the_way_is_handed_over_until_it_arrives()
    {
        int drops = 3;
        await using var proxy = Proxy(async (body, forward) => body.Contains("eth_sendRaw", StringComparison.Ordinal) && drops-- > 0 ? ScriptedNode.Dropped : await forward(body));
        using var client = new JsonRpcClient(proxy.Url);
        ulong nonce = await CountAsync();
        await using var sender = await OpenAsync(through: client);

        var sent = await sender.SendAsync(Transfer("transfer/1"));
        Assert.True(sent.Refusal is { IsTransient: true });
        await sent.WaitAsync(Patience);

        Assert.Null(sent.Refusal);
        Assert.Equal(nonce + 1, await CountAsync());
    }

    [Fact]
    public async Task Transaction_whose_answer_was_lost_is_not_sent_twice()
    {
        bool isLost = false;
        await DoAsync("evm_setAutomine", "[false]");
        await using var proxy = Proxy(async (body, forward) =>
        {
            string reply = await forward(body);
            if (!isLost && body.Contains("eth_sendRaw", StringComparison.Ordinal))
            {
                isLost = true;
                return ScriptedNode.Dropped;
            }

            return reply;
        });
        using var client = new JsonRpcClient(proxy.Url);
        ulong nonce = await CountAsync();
        await using var sender = await OpenAsync(through: client);

        var sent = await sender.SendAsync(Transfer("transfer/1"));
        while (sent.Refusal is not null)
        {
            await Task.Delay(5, Patience);
        }

        await DoAsync("evm_mine");
        await sent.WaitAsync(Patience);
        Assert.Equal(nonce + 1, await CountAsync());
    }

    [Fact]
    public async Task Stuck_transaction_is_raised_under_its_nonce_until_it_is_mined()
    {
        await DoAsync("evm_setAutomine", "[false]");
        var clock = new ManualTimeProvider();
        var options = new TransactionSenderOptions { PollInterval = TimeSpan.FromSeconds(1), RaiseAfter = TimeSpan.FromSeconds(30) };
        await using var sender = await OpenAsync(options, clock);
        var sent = await sender.SendAsync(Transfer("transfer/1"));
        var behind = await sender.SendAsync(Transfer("transfer/2"));
        var (first, second) = (sent.Hash, behind.Hash);

        while (sent.Hash == first || await Client.GetTransactionAsync(sent.Hash) is null)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1, Patience);
        }

        await DoAsync("evm_mine");
        var receipts = Task.WhenAll(sent.WaitAsync(Patience), behind.WaitAsync(Patience));
        while (!receipts.IsCompleted)
        {
            clock.Advance(options.PollInterval);
            await Task.WhenAny(receipts, Task.Delay(1, Patience));
        }

        Assert.NotEqual(first, (await receipts)[0].TransactionHash);
        Assert.Equal(sent.Hash, (await receipts)[0].TransactionHash);
        Assert.Equal(second, (await receipts)[1].TransactionHash);
        Assert.Null(await Client.GetTransactionReceiptAsync(first));
        Assert.Equal(sent.Nonce + 1, behind.Nonce);
    }

    [Fact]
    public async Task Raised_transaction_is_found_by_its_first_hash_too()
    {
        await DoAsync("evm_setAutomine", "[false]");
        ulong nonce = await CountAsync();
        var mined = await SignedByADeadProcessAsync("transfer/1", nonce);
        using (var journal = new TransactionJournal(Folder, await IdentityAsync()))
        {
            journal.Append(new JournalRecord.Raised("transfer/1", 9_000_000_000, 9_000_000_000, Keccak256.Hash("never arrived")));
        }

        await Client.SendRawTransactionAsync(mined.Raw);
        await DoAsync("evm_mine");
        await using var sender = await OpenAsync();

        Assert.Equal(mined.Hash, (await sender.SendAndWaitAsync(Transfer("transfer/1"), Patience)).TransactionHash);
    }

    [Fact]
    public async Task Fees_are_never_raised_above_the_most()
    {
        await DoAsync("evm_setAutomine", "[false]");
        var clock = new ManualTimeProvider();
        await using var sender = await OpenAsync(Quick with { MaxFeePerGas = 3_000_000_000, RaiseAfter = TimeSpan.FromSeconds(1) }, clock);
        var sent = await sender.SendAsync(Transfer("transfer/1"));
        for (int i = 0; i < 100; i++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(1);
        }

        await DoAsync("evm_mine");
        var receipt = sent.WaitAsync(Patience);
        while (!receipt.IsCompleted)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.WhenAny(receipt, Task.Delay(1, Patience));
        }

        Assert.True((await receipt).EffectiveGasPrice <= 3_000_000_000);
    }

    [Fact]
    public async Task Transaction_taken_back_by_a_reorg_comes_again_unchanged()
    {
        await using var sender = await OpenAsync(Quick with { Confirmations = 3 });
        var sent = await sender.SendAsync(Transfer("transfer/1"));
        var hash = sent.Hash;
        while (await Client.GetTransactionReceiptAsync(hash) is null)
        {
            await Task.Delay(5, Patience);
        }

        // The new branch is empty, and longer than the old one by what is mined upon it.
        await DoAsync("anvil_reorg", "[1, []]");
        Assert.False(sent.WaitAsync().IsCompleted);
        while (await Client.GetTransactionReceiptAsync(hash) is null)
        {
            await DoAsync("evm_mine");
            await Task.Delay(20, Patience);
        }

        await DoAsync("anvil_mine", "[\"0x3\"]");
        var receipt = await sent.WaitAsync(Patience);

        Assert.Equal(hash, receipt.TransactionHash);
        Assert.True(await Client.GetBlockNumberAsync() >= receipt.BlockNumber + 2);
    }

    [Fact]
    public async Task Transaction_taken_back_after_its_confirmations_is_sent_again_when_asked_for()
    {
        var snapshot = await Client.SendAsync(EthRequests.Raw("evm_snapshot"));
        ulong nonce = await CountAsync();
        Hash32 hash;
        await using (var sender = await OpenAsync())
        {
            hash = (await sender.SendAndWaitAsync(Transfer("transfer/1"), Patience)).TransactionHash;
            await DoAsync("evm_revert", $"[{snapshot.GetRawText()}]");
            Assert.Equal(nonce, await CountAsync());

            // A later intent must not leave a hole where the lost one was.
            var later = await sender.SendAsync(Transfer("transfer/2"));
            await later.WaitAsync(Patience);
            Assert.Equal(nonce + 1, later.Nonce);
        }

        Assert.NotNull(await Client.GetTransactionReceiptAsync(hash));
    }

    [Fact]
    public async Task Nonce_used_by_another_program_is_told_and_the_intent_can_be_sent_again()
    {
        await DoAsync("evm_setAutomine", "[false]");
        await using var sender = await OpenAsync();
        var sent = await sender.SendAsync(Transfer("transfer/1"));
        var foreign = (await TransactionAsync(sent.Nonce) with { Value = 99, MaxFeePerGas = 90_000_000_000, MaxPriorityFeePerGas = 90_000_000_000 }).Sign(Key);
        await Client.SendRawTransactionAsync(foreign.Raw);
        await DoAsync("evm_mine");

        var taken = await Assert.ThrowsAsync<NonceTakenException>(() => sent.WaitAsync(Patience));
        await DoAsync("evm_setAutomine", "[true]");
        var again = await sender.SendAndWaitAsync(Transfer("transfer/1"), Patience);

        Assert.Equal(sent.Nonce, taken.Nonce);
        Assert.True(again.Succeeded);
        Assert.NotEqual(sent.Hash, again.TransactionHash);
    }

    [Fact]
    public async Task Journal_stays_short_however_much_is_sent()
    {
        await using (var sender = await OpenAsync(Quick with { RememberedIntents = 5 }))
        {
            for (int round = 0; round < 5; round++)
            {
                var sent = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => sender.SendAsync(Transfer($"transfer/{round}/{i}") with { GasLimit = 30_000 })));
                await Task.WhenAll(sent.Select(one => one.WaitAsync(Patience)));
            }
        }

        string journal = Assert.Single(Directory.GetFiles(Folder, "*.journal"));
        Assert.InRange((await File.ReadAllLinesAsync(journal)).Length, 1, 300);
        await using var later = await OpenAsync();
        Assert.Empty(await later.ResumeAsync());
    }

    [Fact]
    public async Task Wait_ends_with_the_sender_but_the_transaction_goes_on()
    {
        await DoAsync("evm_setAutomine", "[false]");
        var sender = await OpenAsync();
        var sent = await sender.SendAsync(Transfer("transfer/1"));
        var late = Enumerable.Range(2, 5).Select(i => sender.SendAsync(Transfer($"transfer/{i}"))).ToList();
        await sender.DisposeAsync();
        await sender.DisposeAsync();

        // Whatever was on its way in has ended: sent, or refused.
        await Task.WhenAny(Task.WhenAll(late), Task.Delay(Timeout.Infinite, Patience));
        Assert.All(late, one => Assert.True(one.IsCompleted));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sender.SendAsync(Transfer("transfer/9")));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => sent.WaitAsync(Patience));
        await DoAsync("evm_mine");
        await using var later = await OpenAsync();
        Assert.Equal(sent.Hash, (await later.SendAndWaitAsync(Transfer("transfer/1"), Patience)).TransactionHash);
    }

    private async Task<JournalRecord.Opened> IdentityAsync() =>
        new("", 31337, (await Client.GetBlockAsync(BlockParameter.Earliest))!.Hash, Key.Address);

    private async Task<UnsignedTransaction> TransactionAsync(ulong nonce) => new()
    {
        ChainId = await Client.GetChainIdAsync(),
        Nonce = nonce,
        To = Transfer("").To,
        Value = 1,
        GasLimit = 30_000,
        MaxFeePerGas = 8_000_000_000,
        MaxPriorityFeePerGas = 1_000_000_000,
    };

    // Exactly what a killed process leaves: its journal, and no word to any node.
    private async Task<SignedTransaction> SignedByADeadProcessAsync(string key, ulong nonce)
    {
        var transaction = await TransactionAsync(nonce);
        var signed = transaction.Sign(Key);
        using var journal = new TransactionJournal(Folder, await IdentityAsync());
        journal.Append(JournalRecord.Signed.Of(key, transaction, signed.Hash));
        return signed;
    }

    private ScriptedNode Proxy(Func<string, Func<string, Task<string>>, Task<string>> script)
    {
        return new ScriptedNode(body => script(body, ForwardAsync));

        async Task<string> ForwardAsync(string body)
        {
            using var http = new HttpClient();
            using var content = new StringContent(body, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync(_url, content);
            return ScriptedNode.Ok(await response.Content.ReadAsStringAsync());
        }
    }
}
