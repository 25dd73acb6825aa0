using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job raise</c>.</summary>
internal static class JobRaiseCommand
{
    private static readonly Argument<Amount> Price = new("price")
    {
        Description = "The most that one seller shall be paid for one checkpoint, in HYT.",
        CustomParser = ParsedValues.AmountOf,
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Say what it would cost and try it on the node, but send nothing.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("raise", "Raise the price of a job that lacks sellers; possible while it is open.")
            .With(JobOptions.Job, Price, DryRun)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Get(DryRun))
        {
            using var market = await MarketConnection.OpenAsync(context, cancellationToken);
            var tried = await TryAsync(context, market.Reader, context.Settings.WalletAddress.ToAccount(), cancellationToken);
            Print(context, tried.Job, tried.To, tried.Cost, transaction: null, $"the price could be raised for {Readable.Hyt(tried.Cost)}; nothing was sent");
            return;
        }

        await using var connection = await BuyerConnection.OpenAsync(context, cancellationToken);
        var raise = await TryAsync(context, connection.Reader, connection.Buyer.Account, cancellationToken);
        context.Confirm($"Raise it for {Readable.Hyt(raise.Cost)}?");
        var raised = await connection.Buyer.IncreasePriceAsync(raise, cancellationToken);
        Print(context, raise.Job, raised.UnitPrice, raised.Funded, raised.Transaction.ToString(), $"raised to {Readable.Hyt(raised.UnitPrice)} for {Readable.Hyt(raised.Funded)}");
    }

    private static async Task<PriceRaise> TryAsync(CommandContext context, MarketReader reader, Account buyer, CancellationToken cancellationToken)
    {
        var raise = await reader.QuoteRaiseAsync(context.Get(JobOptions.Job), buyer, context.Get(Price), cancellationToken);
        await reader.TryAsync(raise, cancellationToken);
        await context.Talk.WriteLineAsync($"{Readable.Hyt(raise.To)} instead of {Readable.Hyt(raise.From)} for each of {Readable.Count(raise.Cells, "cell")}; sellers that have signed keep their asks");
        await context.Talk.WriteLineAsync($"cost at most {Readable.Hyt(raise.Cost)} more, of which {Readable.Hyt(raise.Fee)} are the fee; {Readable.Hyt(raise.Free)} are free in the market");
        return raise;
    }

    private static void Print(CommandContext context, Account job, Amount unitPrice, Amount funded, string? transaction, string words) => context.Print(
        transaction ?? job.ToAddress().ToString(),
        new JsonObject
        {
            ["job"] = job.ToAddress().ToString(),
            ["transaction"] = transaction,
            ["unit"] = Wire.AmountUnit,
            ["unitPrice"] = unitPrice.Units.ToString(CultureInfo.InvariantCulture),
            ["funded"] = funded.Units.ToString(CultureInfo.InvariantCulture),
        },
        output => output.WriteLine(words));
}
