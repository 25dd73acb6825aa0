using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;

namespace Hypernet.Cli.Commands.Job;

/// <summary><c>hypernet job cancel</c>.</summary>
internal static class JobCancelCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("cancel", "End a job that has not started; of one that has ended, claim and refund all that is left.")
            .With(JobOptions.Job)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        await using var connection = await BuyerConnection.OpenAsync(context, cancellationToken);
        var job = context.Get(JobOptions.Job);
        context.Confirm($"Cancel job {job.ToAddress()}, or close it if it has ended?");
        var closing = await connection.Buyer.CloseAsync(job, cancellationToken);
        context.Print(job.ToAddress().ToString(), Document(closing), output => Print(output, closing));
    }

    private static JsonObject Document(JobClosing closing) => new()
    {
        ["job"] = closing.Job.ToAddress().ToString(),
        ["before"] = closing.Before.ToString(),
        ["status"] = closing.After.ToString(),
        ["unit"] = Wire.AmountUnit,
        ["toBuyer"] = closing.ToBuyer.Units.ToString(CultureInfo.InvariantCulture),
        ["toSellers"] = closing.ToSellers.Units.ToString(CultureInfo.InvariantCulture),
        ["collateral"] = closing.Collateral.Units.ToString(CultureInfo.InvariantCulture),
        ["fees"] = closing.Fees.Units.ToString(CultureInfo.InvariantCulture),
        ["transactions"] = new JsonArray([.. closing.Transactions.Select(transaction => (JsonNode)transaction.ToString())]),
    };

    private static void Print(TextWriter output, JobClosing closing)
    {
        output.WriteLine($"job              {closing.Job.ToAddress()}");
        output.WriteLine($"state            {closing.After}{(closing.Before == closing.After ? "" : $", was {closing.Before}")}");
        if (closing.Transactions.Count == 0)
        {
            output.WriteLine("nothing was left to claim or refund");
            return;
        }

        output.WriteLine($"to the buyer     {Readable.Hyt(closing.ToBuyer)}");
        output.WriteLine($"to the sellers   {Readable.Hyt(closing.ToSellers)}");
        output.WriteLine($"collateral back  {Readable.Hyt(closing.Collateral)}");
        output.WriteLine($"fees             {Readable.Hyt(closing.Fees)}");
    }
}
