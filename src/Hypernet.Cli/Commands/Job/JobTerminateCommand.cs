using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job terminate</c>.</summary>
internal static class JobTerminateCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("terminate", "End a job that has started after the checkpoint under way; what is settled stays paid, the rest comes back.")
            .With(JobOptions.Job, GlobalOptions.DryRun)
            .Does(streams, RunAsync);
    }

    private static Task RunAsync(CommandContext context, CancellationToken cancellationToken) => JobQuoting.RunAsync(
        context,
        (reader, buyer) => QuoteAsync(context, reader, buyer, cancellationToken),
        _ => "Announce it? It cannot be taken back.",
        (buyer, quote) => buyer.TerminateAsync(quote, cancellationToken),
        (quote, termination) => Print(context, quote, termination),
        cancellationToken);

    private static async Task<TerminationQuote> QuoteAsync(CommandContext context, MarketReader reader, Account buyer, CancellationToken cancellationToken)
    {
        var quote = await reader.QuoteTerminationAsync(context.Get(JobOptions.Job), buyer, cancellationToken);
        await context.Talk.WriteLineAsync($"checkpoint {quote.Checkpoint} of {quote.Checkpoints} is in work; {quote.PaidCells} of {Readable.Count(quote.Cells, "cell")} are settled and stay paid");
        await context.Talk.WriteLineAsync($"the checkpoint in work {Readable.Span(quote.Notice)} after the announcement is the last one; of {Readable.Hyt(quote.Unsettled)} comes back what is not settled then");
        return quote;
    }

    private static void Print(CommandContext context, TerminationQuote quote, JobTermination? termination) => context.Print(
        termination?.Transaction.ToString() ?? quote.Job.ToAddress().ToString(),
        new JsonObject
        {
            ["job"] = quote.Job.ToAddress().ToString(),
            ["transaction"] = termination?.Transaction.ToString(),
            ["terminatesFrom"] = termination?.From.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            ["checkpoint"] = quote.Checkpoint,
            ["unit"] = Wire.AmountUnit,
            ["unsettled"] = quote.Unsettled.Units.ToString(CultureInfo.InvariantCulture),
        },
        output => output.WriteLine(termination is null
            ? "it could be terminated; nothing was sent"
            : $"the checkpoint in work at {Readable.Time(termination.From)} is the last one; then: hypernet job cancel {quote.Job.ToAddress()}, for the refund"));
}
