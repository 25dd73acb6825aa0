using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary><c>hypernet vote delegate</c>.</summary>
internal static class VoteDelegateCommand
{
    private static readonly Argument<Account?> To = new("to")
    {
        Description = "Who votes with the wallet's Hypertoken. Default: the wallet itself.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => ParsedValues.AccountOf(result),
        DefaultValueFactory = _ => null,
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("delegate", "Let the wallet's Hypertoken vote, by its own account or another; without this they do not. They stay where they are.")
            .With(To, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await VoteConnection.OpenAsync(context, cancellationToken);
        var owner = context.Settings.WalletAddress.ToAccount();
        var to = context.Find(To) ?? owner;
        var balance = await connection.Hypertoken.BalanceOfAsync(owner, connection.Block, cancellationToken);
        string question = $"Let {to.ToAddress()} vote with the wallet's {Readable.Hyt(balance)}, and with what comes and goes? It counts for proposals whose voting begins after this.";
        if (await Sending.SendAsync(context, connection.Chain, "delegate", connection.Hypertoken.Delegate(to), question, cancellationToken) is not { } receipt)
        {
            return;
        }

        var votes = await connection.Hypertoken.VotesOfAsync(to, BlockParameter.AtHash(receipt.BlockHash), cancellationToken);
        context.Print(
            receipt.TransactionHash.ToString(),
            new JsonObject
            {
                ["transaction"] = receipt.TransactionHash.ToString(),
                ["owner"] = owner.ToAddress().ToString(),
                ["delegate"] = to.ToAddress().ToString(),
                ["unit"] = Wire.AmountUnit,
                ["delegated"] = balance.Units.ToString(CultureInfo.InvariantCulture),
                ["votes"] = votes.Units.ToString(CultureInfo.InvariantCulture),
            },
            output => output.WriteLine($"{to.ToAddress()} has {Readable.Hyt(votes)} of votes"));
    }
}
