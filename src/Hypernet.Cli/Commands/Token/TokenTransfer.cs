using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Token;

/// <summary>What deposits and withdrawals share.</summary>
internal static class TokenTransfer
{
    private static readonly Argument<Amount> Amount = new("amount")
    {
        Description = "How much, in HYT.",
        CustomParser = ParsedValues.AmountOf,
    };

    /// <summary>A verb that moves an amount between the wallet and the market.</summary>
    public static Command Create(
        CommandStreams streams, string name, string description, string question, Func<BuyerClient, Amount, CancellationToken, Task<Transfer>> move)
    {
        return new Command(name, description)
            .With(Amount)
            .Does(streams, async (context, cancellationToken) =>
            {
                await using var connection = await BuyerConnection.OpenAsync(context, cancellationToken);
                var amount = context.Get(Amount);
                context.Confirm($"{question} {Readable.Hyt(amount)} ({connection.Buyer.Account.ToAddress()})?");
                Print(context, await move(connection.Buyer, amount, cancellationToken));
            });
    }

    private static void Print(CommandContext context, Transfer transfer) => context.Print(
        transfer.Transaction.ToString(),
        new JsonObject
        {
            ["transaction"] = transfer.Transaction.ToString(),
            ["unit"] = Wire.AmountUnit,
            ["amount"] = transfer.Amount.Units.ToString(CultureInfo.InvariantCulture),
            ["free"] = transfer.Free.Units.ToString(CultureInfo.InvariantCulture),
        },
        output => output.WriteLine($"done; {Readable.Hyt(transfer.Free)} are free in the market"));
}
