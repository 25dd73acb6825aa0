using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job submit</c>.</summary>
internal static class JobSubmitCommand
{
    private static readonly Argument<string> Manifest = new("job.yaml")
    {
        Description = "The job's manifest, or the folder that holds it; the inputs it names lie beside it.",
        DefaultValueFactory = _ => ".",
    };

    private static readonly Option<Amount?> UnitPrice = new("--unit-price")
    {
        Description = "The most that one seller is paid for one checkpoint. Default: as in the manifest.",
        HelpName = "HYT",
        CustomParser = result => ParsedValues.AmountOf(result),
    };

    private static readonly Option<Amount?> UnitCollateral = new("--unit-collateral")
    {
        Description = "What a seller locks for each checkpoint. Default: as in the manifest.",
        HelpName = "HYT",
        CustomParser = result => ParsedValues.AmountOf(result),
    };

    private static readonly Option<bool> DryRun = new("--dry-run")
    {
        Description = "Check everything and try the placement on the node, but upload and send nothing.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("submit", "Pack, check, upload and place a job.")
            .With(Manifest, UnitPrice, UnitCollateral, DryRun, JobOptions.Wait)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var package = await JobPackage.PrepareAsync(context.Get(Manifest), cancellationToken);
        var options = new SubmitOptions { UnitPrice = context.Get(UnitPrice), UnitCollateral = context.Get(UnitCollateral) };
        if (context.Get(DryRun))
        {
            await TryAsync(context, package, options, cancellationToken);
            return;
        }

        await using var connection = await BuyerConnection.OpenAsync(context, cancellationToken);
        var quote = await connection.Reader.QuoteAsync(package, connection.Buyer.Account, options, cancellationToken);
        if (!await connection.Buyer.IsInterruptedAsync(quote, cancellationToken))
        {
            quote.EnsureFunded();
            Summarize(context.Talk, quote);
            context.Confirm($"Place it for {Readable.Hyt(quote.Escrow)}?");
        }

        var placed = await connection.Buyer.PlaceAsync(quote, new SubmitProgress(context), cancellationToken);
        Print(context, placed);
        if (context.Get(JobOptions.Wait))
        {
            await JobWatching.WatchAsync(context, connection.Market, placed.Job, moment => context.Talk.WriteLine(JobWatching.Line(moment)), cancellationToken);
        }
    }

    private static async Task TryAsync(CommandContext context, JobPackage package, SubmitOptions options, CancellationToken cancellationToken)
    {
        using var connection = await MarketConnection.OpenAsync(context, cancellationToken);
        var quote = await connection.Reader.QuoteAsync(package, context.Settings.WalletAddress.ToAccount(), options, cancellationToken);
        Summarize(context.Talk, quote);
        await connection.Reader.TryAsync(quote, cancellationToken);
        context.Print(
            quote.Terms.SpecHash.ToString()[2..],
            new JsonObject
            {
                ["specHash"] = quote.Terms.SpecHash.ToString()[2..],
                ["unit"] = Wire.AmountUnit,
                ["escrow"] = quote.Escrow.Units.ToString(CultureInfo.InvariantCulture),
                ["free"] = quote.Free.Units.ToString(CultureInfo.InvariantCulture),
            },
            output => output.WriteLine($"it could be placed for {Readable.Hyt(quote.Escrow)}; nothing was sent"));
    }

    private static void Summarize(TextWriter talk, JobQuote quote)
    {
        var (package, terms) = (quote.Package, quote.Terms);
        talk.WriteLine($"{package.Manifest.Name}: package {Readable.Size(package.Bytes)}, inputs {Readable.Size(package.Inputs.Sum(input => input.Bytes))}");
        talk.WriteLine($"{Readable.Count(terms.Groups, "group")} of {Readable.Count(terms.Replication, "seller")}, {Readable.Count(terms.Checkpoints, "checkpoint")}: {Readable.Count(terms.Ranks * terms.Checkpoints, "cell")} at {Readable.Hyt(terms.UnitPrice)}");
        talk.WriteLine($"cost at most {Readable.Hyt(quote.Escrow)}, of which {Readable.Hyt(quote.Fee)} are the fee; {Readable.Hyt(quote.Free)} are free in the market");
        if (terms.Replication < 3)
        {
            talk.WriteLine(terms.Replication == 1
                ? "warning: with one seller in a group no result is verified"
                : "warning: with two sellers in a group a quarrel has no majority");
        }
    }

    private static void Print(CommandContext context, PlacedJob placed)
    {
        if (placed.WasResumed)
        {
            context.Talk.WriteLine("an interrupted submission of the same job had placed it already");
        }

        string job = placed.Job.ToAddress().ToString();
        context.Print(
            job,
            new JsonObject
            {
                ["job"] = job,
                ["transaction"] = placed.Transaction.ToString(),
                ["block"] = placed.BlockNumber,
                ["gasUsed"] = placed.GasUsed,
                ["unit"] = Wire.AmountUnit,
                ["escrow"] = placed.Placed.Escrow.Units.ToString(CultureInfo.InvariantCulture),
                ["specHash"] = placed.Placed.Terms.SpecHash.ToString()[2..],
                ["wasResumed"] = placed.WasResumed,
            },
            output => output.WriteLine($"placed: {job}"));
    }
}
