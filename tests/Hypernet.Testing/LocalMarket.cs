using System.Globalization;
using System.Text.Json;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Rpc;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Testing;

/// <summary>
/// The real contracts of the market on Anvil, created one by one with parameters for tests and without governance, with a
/// funded buyer and sellers. Blocks are mined with each transaction; <see cref="DeployedChain"/> has everything.
/// </summary>
public sealed class LocalMarket : IAsyncDisposable
{
    // FeeBps … LeastStake, in the order of IProtocolParameters.Parameter.
    private static readonly ulong[] Parameters = [100, 200, 16, 256, 1024, 10, 604800, 5, 86400, 10, 604800, 0, 4, 0];

    private readonly LocalChain _chain;

    private LocalMarket(LocalChain chain)
    {
        _chain = chain;
        Client = new JsonRpcClient(chain.Url);
        People = [.. chain.Keys.Select(AccountOf)];
    }

    /// <summary>The node.</summary>
    public JsonRpcClient Client { get; }

    /// <summary>The deployer and treasury, the buyer, then sellers.</summary>
    public IReadOnlyList<Account> People { get; }

    /// <summary>The buyer.</summary>
    public Account Buyer => People[1];

    /// <summary>The chain.</summary>
    public ulong ChainId => 31337;

    /// <summary>The currency.</summary>
    public HypertokenContract Token { get; private set; } = null!;

    /// <summary>The ledger; everybody has deposited 1000 HYT in it.</summary>
    public CollateralContract Collateral { get; private set; } = null!;

    /// <summary>The factory.</summary>
    public JobFactoryContract Factory { get; private set; } = null!;

    /// <summary>The allowlist, with numpy@host.</summary>
    public LibraryRegistryContract Libraries { get; private set; } = null!;

    /// <summary>The parameters.</summary>
    public ProtocolParametersContract ProtocolParameters { get; private set; } = null!;

    /// <summary>Stake, points, strikes, and records of buyers.</summary>
    public ReputationContract Reputation { get; private set; } = null!;

    /// <summary>The implementation of jobs.</summary>
    public Account Implementation { get; private set; }

    /// <summary>Starts the node and creates the contracts, which must have been compiled.</summary>
    public static async Task<LocalMarket> StartAsync()
    {
        var market = new LocalMarket(await LocalChain.StartAnvilAsync("--accounts", "20", "--no-mining"));
        try
        {
            await market.DeployAsync();
            return market;
        }
        catch
        {
            // xunit disposes of no fixture that failed to start.
            await market.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends a transaction and answers its receipt, in a block of its own.</summary>
    public async Task<TransactionReceipt> SendAsync(Account from, ContractCall call)
    {
        try
        {
            // Tried in the block to come: the node names the contract's error then, and not when it refuses a transaction.
            await Client.CallAsync(call.From(from.ToAddress()), BlockParameter.Pending);
        }
        catch (ContractRevertedException reverted)
        {
            throw new InvalidOperationException(ContractError.Describe(reverted.RevertData), reverted);
        }

        return await TransactAsync(from, $"\"to\":\"{call.To}\",", call.Data);
    }

    /// <summary>Somebody's signature of a typed structure.</summary>
    public Signature Sign(Account person, TypedDataDomain domain, TypedStruct message)
    {
        using PrivateKey key = PrivateKey.Parse(_chain.Keys[People.ToList().IndexOf(person)]);
        return key.Sign(domain.Digest(message));
    }

    /// <summary>Lets time pass, and mines blocks.</summary>
    public async Task PassAsync(int seconds, int blocks = 1)
    {
        await Client.SendAsync(EthRequests.Raw("evm_increaseTime", $"[{seconds}]"));
        await Client.SendAsync(EthRequests.Raw("anvil_mine", $"[\"0x{blocks:x}\"]"));
    }

    /// <summary>The time of the newest block.</summary>
    public async Task<DateTimeOffset> NowAsync()
    {
        BlockHeader? block = await Client.GetBlockAsync(BlockParameter.Latest);
        return block!.Timestamp.ToTime();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _chain.DisposeAsync();
    }

    private async Task DeployAsync()
    {
        Address treasury = People[0].ToAddress();
        var token = new AbiWriter(32);
        AbiFrame rows = token.EnterArray(64, 1);
        token.Write(treasury);
        token.Write(Amount.Parse("100000000").Units);
        token.Leave(rows);
        Address hypertoken = await CreateAsync("token/Hypertoken.sol/Hypertoken", token);

        var values = new AbiWriter(32 * (1 + Parameters.Length));
        values.Write(treasury);
        Parameters.ToList().ForEach(values.Write);
        Address parameters = await CreateAsync("governance/ProtocolParameters.sol/ProtocolParameters", values);

        var library = new AbiWriter(64);
        library.Write(treasury);
        AbiFrame libraries = library.EnterArray(32, 1);
        AbiFrame numpy = library.EnterTuple(96);
        library.WriteString("numpy");
        library.WriteString("host");
        library.Write(default(Hash32));
        library.Leave(numpy);
        library.Leave(libraries);
        Address registry = await CreateAsync("governance/LibraryRegistry.sol/LibraryRegistry", library);

        Address collateral = await CreateAsync("market/Collateral.sol/Collateral", Words(hypertoken, parameters, treasury));
        Address reputation = await CreateAsync("reputation/Reputation.sol/Reputation", Words(collateral));
        var parts = new List<Address> { collateral };
        foreach (string part in (string[])["JobSigning", "JobAccord", "JobAnnex", "JobViews"])
        {
            parts.Add(await CreateAsync($"market/{part}.sol/{part}", Words(collateral)));
        }

        Address job = await CreateAsync("market/Job.sol/Job", Words([.. parts]));
        Address factory = await CreateAsync("market/JobFactory.sol/JobFactory", Words(collateral, parameters, registry, treasury, job));

        Implementation = job.ToAccount();
        Token = new HypertokenContract(Client, hypertoken.ToAccount());
        Collateral = new CollateralContract(Client, collateral.ToAccount());
        Factory = new JobFactoryContract(Client, factory.ToAccount());
        Libraries = new LibraryRegistryContract(Client, registry.ToAccount());
        Reputation = new ReputationContract(Client, reputation.ToAccount());
        ProtocolParameters = new ProtocolParametersContract(Client, parameters.ToAccount());
        await SendAsync(People[0], Collateral.Prepare(new CollateralAbi.ConnectCall(factory, reputation)));
        foreach (Account person in People)
        {
            await SendAsync(People[0], Token.Transfer(person, Amount.Parse("1000")));
            await SendAsync(person, Token.Approve(Collateral.Account, Amount.Parse("1000")));
            await SendAsync(person, Collateral.Deposit(Amount.Parse("1000")));
        }
    }

    private async Task<Address> CreateAsync(string artifact, AbiWriter arguments)
    {
        TransactionReceipt receipt = await TransactAsync(People[0], "", Artifact.Creation(artifact, arguments.ToArray()));
        return receipt.ContractAddress!.Value;
    }

    private async Task<TransactionReceipt> TransactAsync(Account from, string to, byte[] data)
    {
        string transaction = string.Create(
            CultureInfo.InvariantCulture, $"[{{\"from\":\"{from}\",{to}\"gas\":\"0xe4e1c0\",\"data\":\"{Hex.Format(data)}\"}}]");
        JsonElement hash = await Client.SendAsync(EthRequests.Raw("eth_sendTransaction", transaction));
        await Client.SendAsync(EthRequests.Raw("evm_mine"));
        TransactionReceipt? receipt = await Client.GetTransactionReceiptAsync(Hash32.Parse(hash.GetString()));
        return receipt is { Succeeded: true } ? receipt : throw new InvalidOperationException($"The transaction {hash} failed: {receipt}");
    }

    private static Account AccountOf(string key)
    {
        using PrivateKey secret = PrivateKey.Parse(key);
        return secret.Address.ToAccount();
    }

    private static AbiWriter Words(params Address[] addresses)
    {
        var writer = new AbiWriter(32 * addresses.Length);
        addresses.ToList().ForEach(writer.Write);
        return writer;
    }
}
