using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Faucet;

/// <summary><c>hypernet faucet</c>.</summary>
internal static class FaucetCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("faucet", "Get Hypertoken for nothing, once a day; on test networks.")
            .With(GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await MarketConnection.OpenAsync(context, cancellationToken);
        var (chain, deployment) = (connection.Market.Chain, connection.Market.Deployment);
        var faucet = new FaucetContract(chain, deployment.Faucet ?? throw NoFaucet(deployment));
        var account = context.Settings.WalletAddress.ToAccount();
        var amount = await faucet.AmountAsync(cancellationToken: cancellationToken);
        try
        {
            string question = $"Ask the faucet of {deployment.Network} for {Readable.Hyt(amount)} ({account.ToAddress()})?";
            if (await Sending.SendAsync(context, chain, "faucet", faucet.Ask(), question, cancellationToken) is { } receipt)
            {
                await TellAsync(context, connection, account, amount, receipt, cancellationToken);
            }
        }
        catch (ContractRevertedException reverted) when (Explain(reverted, faucet, amount) is { } refusal)
        {
            throw refusal;
        }
    }

    private static async Task TellAsync(
        CommandContext context, MarketConnection connection, Account account, Amount amount, TransactionReceipt receipt, CancellationToken cancellationToken)
    {
        var given = (await connection.Market.Chain.GetBlockAsync(receipt.BlockHash, cancellationToken))!.Timestamp.ToTime();
        var balance = await connection.Market.Hypertoken.BalanceOfAsync(account, BlockParameter.AtHash(receipt.BlockHash), cancellationToken);
        var again = given + FaucetContract.Interval;
        context.Print(
            receipt.TransactionHash.ToString(),
            new JsonObject
            {
                ["transaction"] = receipt.TransactionHash.ToString(),
                ["address"] = account.ToAddress().ToString(),
                ["unit"] = Wire.AmountUnit,
                ["amount"] = amount.Units.ToString(CultureInfo.InvariantCulture),
                ["wallet"] = balance.Units.ToString(CultureInfo.InvariantCulture),
                ["again"] = again.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            },
            output =>
            {
                output.WriteLine($"{account.ToAddress()} was given {Readable.Hyt(amount)} and has {Readable.Hyt(balance)}");
                output.WriteLine($"it can ask again from {Readable.Time(again)}");
            });
    }

    private static CommandException NoFaucet(Deployment deployment) => new(
        ExitCode.NotFound,
        $"there is no faucet on {deployment.Network}, chain {deployment.ChainId}: test networks have one",
        "--network sepolia, hoodi or base-sepolia; here, ask somebody who has Hypertoken");

    private static CommandException? Explain(ContractRevertedException reverted, FaucetContract faucet, Amount amount) =>
        ContractError.TryDecode(reverted.RevertData) switch
        {
            FaucetAbi.AskedTooSoonError soon => new CommandException(
                ExitCode.Reverted,
                $"{soon.Account} was given its {Readable.Hyt(amount)} less than a day ago (AskedTooSoon)",
                $"ask again from {Readable.Time(((ulong)soon.NotBefore).ToTime())}"),
            FaucetAbi.DaySpentError spent => new CommandException(
                ExitCode.Reverted,
                $"the {Readable.Hyt(spent.Limit.ToAmount())} that the faucet gives in a day are given (DaySpent)",
                $"ask again from {Readable.Time(DateTimeOffset.UnixEpoch + (FaucetContract.Interval * ((double)(ulong)spent.Day + 1)))}"),
            HypertokenAbi.ERC20InsufficientBalanceError empty => new CommandException(
                ExitCode.Funds,
                $"the faucet has {Readable.Hyt(empty.Balance.ToAmount())} left and would give {Readable.Hyt(amount)}",
                $"whoever has Hypertoken can send it some: {faucet.Account.ToAddress()}"),
            _ => null,
        };
}
