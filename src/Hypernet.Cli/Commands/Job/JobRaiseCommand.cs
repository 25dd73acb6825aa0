using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
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

    public static Command Create(CommandStreams streams)
    {
        return new Command("raise", "Raise the price of a job that lacks sellers; possible while it is open.")
            .With(JobOptions.Job, Price, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static Task RunAsync(CommandContext context, CancellationToken cancellationToken) => JobQuoting.RunAsync(
        context,
        (reader, buyer) => TryAsync(context, reader, buyer, cancellationToken),
        raise => $"Raise it for {Readable.Hyt(raise.Cost)}?",
        (buyer, raise) => buyer.IncreasePriceAsync(raise, cancellationToken),
        (raise, raised) => Print(context, raise, raised),
        cancellationToken);

    private static async Task<PriceRaise> TryAsync(CommandContext context, MarketReader reader, Account buyer, CancellationToken cancellationToken)
    {
        var raise = await reader.QuoteRaiseAsync(context.Get(JobOptions.Job), buyer, context.Get(Price), cancellationToken);
        await reader.TryAsync(raise, cancellationToken);
        await context.Talk.WriteLineAsync($"{Readable.Hyt(raise.To)} instead of {Readable.Hyt(raise.From)} for each of {Readable.Count(raise.Cells, "cell")}; sellers that have signed keep their asks");
        await context.Talk.WriteLineAsync($"cost at most {Readable.Hyt(raise.Cost)} more, of which {Readable.Hyt(raise.Fee)} are the fee; {Readable.Hyt(raise.Free)} are free in the market");
        return raise;
    }

    private static void Print(CommandContext context, PriceRaise raise, RaisedPrice? raised) => context.Print(
        raised?.Transaction.ToString() ?? raise.Job.ToAddress().ToString(),
        new JsonObject
        {
            ["job"] = raise.Job.ToAddress().ToString(),
            ["transaction"] = raised?.Transaction.ToString(),
            ["unit"] = Wire.AmountUnit,
            ["unitPrice"] = (raised?.UnitPrice ?? raise.To).Units.ToString(CultureInfo.InvariantCulture),
            ["funded"] = (raised?.Funded ?? raise.Cost).Units.ToString(CultureInfo.InvariantCulture),
        },
        output => output.WriteLine(raised is null
            ? $"the price could be raised for {Readable.Hyt(raise.Cost)}; nothing was sent"
            : $"raised to {Readable.Hyt(raised.UnitPrice)} for {Readable.Hyt(raised.Funded)}"));
}
