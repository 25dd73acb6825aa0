using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hypernet.Client;

namespace Hypernet.Cli.Commands.Seller;

/// <summary><c>hypernet seller list</c>.</summary>
internal static class SellerListCommand
{
    private static readonly Option<int> Limit = ListLimit.Of("sellers listed, by account");

    public static Command Create(CommandStreams streams)
    {
        return new Command("list", "List sellers: their jobs, and what stands for their good name.")
            .With(Limit)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = new HypernetClient(context.Settings.Api);
        var sellers = await server.SellersAsync(cancellationToken).Take(context.Get(Limit)).ToListAsync(cancellationToken);
        context.Print(
            string.Join('\n', sellers.Select(seller => seller.Address)),
            new JsonObject
            {
                ["sellers"] = new JsonArray([.. sellers.Select(seller => JsonSerializer.SerializeToNode(seller, WireJson.Default.SellerView))]),
            },
            output => Print(output, sellers));
    }

    private static void Print(TextWriter output, List<SellerView> sellers)
    {
        if (sellers.Count == 0)
        {
            output.WriteLine("no sellers; become one: hypernet agent run");
            return;
        }

        var table = new TextTable("SELLER", "JOBS", "ACTIVE", "CELLS", "STRIKES", "POINTS", "STAKE", "PAID", "LOCKED");
        foreach (var seller in sellers)
        {
            table.Add(
                seller.Address,
                $"{seller.Jobs}",
                $"{seller.ActiveJobs}",
                $"{seller.CellsSettled}",
                $"{seller.Reputation.Strikes}",
                Readable.Units(seller.Reputation.Points).ToString(),
                Readable.Units(seller.Reputation.Behind).ToString(),
                Readable.Units(seller.Paid).ToString(),
                Readable.Units(seller.Locked).ToString());
        }

        table.Write(output);
    }
}
