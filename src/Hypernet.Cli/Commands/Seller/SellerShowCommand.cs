using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Seller;

/// <summary><c>hypernet seller show</c>.</summary>
internal static class SellerShowCommand
{
    private const int MostStakes = 100;

    private static readonly Argument<Account?> Seller = new("seller")
    {
        Description = "The seller's account. Default: the wallet's.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => ParsedValues.AccountOf(result),
        DefaultValueFactory = _ => null,
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("show", "Show a seller: its jobs and faults, its points and strikes, and the stake behind it.")
            .With(Seller)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var server = new HypernetClient(context.Settings.Api);
        string address = context.Find(Seller)?.ToAddress().ToString() ?? context.Settings.WalletAddress.ToString();
        var seller = await server.FindSellerAsync(address, cancellationToken);
        var reputation = seller?.Reputation ?? await server.ReputationAsync(address, cancellationToken);
        var stakes = await server.StakesAsync(new StakeQuery { Peer = address }, cancellationToken).Take(MostStakes).ToListAsync(cancellationToken);
        if (seller is null && stakes.Count == 0)
        {
            throw new CommandException(
                ExitCode.NotFound, $"{address} has signed no job, and nobody has placed stake on it, as the server {server.Server} knows", "hypernet seller list");
        }

        context.Print(
            address,
            new JsonObject
            {
                ["seller"] = seller is null ? null : JsonSerializer.SerializeToNode(seller, WireJson.Default.SellerView),
                ["reputation"] = JsonSerializer.SerializeToNode(reputation, WireJson.Default.ReputationView),
                ["stakes"] = new JsonArray([.. stakes.Select(stake => JsonSerializer.SerializeToNode(stake, WireJson.Default.StakeView))]),
            },
            output => Print(output, seller, reputation, stakes));
    }

    private static void Print(TextWriter output, SellerView? seller, ReputationView reputation, List<StakeView> stakes)
    {
        output.WriteLine($"seller      {reputation.Address}");
        if (seller is not null)
        {
            string faults = string.Join(", ", seller.Faults.Select(fault => $"{fault.Value} {fault.Key.ToLowerInvariant()}"));
            output.WriteLine($"jobs        {seller.Jobs}, of which {seller.ActiveJobs} under way");
            output.WriteLine($"cells       {seller.CellsSettled} settled as honest; faults: {(faults.Length == 0 ? "none" : faults)}");
            output.WriteLine($"paid        {Hyt(seller.Paid)}");
            output.WriteLine($"collateral  {Hyt(seller.Locked)} locked, {Hyt(seller.Released)} came back, {Hyt(seller.Forfeited)} forfeited");
        }

        string share = (reputation.BackerBps / 100m).ToString("0.##", CultureInfo.InvariantCulture);
        output.WriteLine($"points      {Readable.Units(reputation.Points)}: fees moved by its verified cells; a fault takes a third");
        output.WriteLine($"strikes     {reputation.Strikes}");
        output.WriteLine($"stake       {Hyt(reputation.Behind)} behind it, {Hyt(reputation.Withdrawing)} on the way back");
        output.WriteLine($"backers     get {share} % of what it earns; were paid {Hyt(reputation.BackersPaid)}, lost {Hyt(reputation.Slashed)} by its faults");
        if (stakes.Count == 0)
        {
            return;
        }

        output.WriteLine();
        var table = new TextTable("BACKER", "STAKE", "ON THE WAY BACK", "FREE AT");
        foreach (var stake in stakes)
        {
            table.Add(
                stake.User,
                Readable.Units(stake.Placed).ToString(),
                Readable.Units(stake.Withdrawing).ToString(),
                stake.FreeAt is { } freeAt ? Readable.Time(freeAt) : "");
        }

        table.Write(output);
        if (stakes.Count == MostStakes)
        {
            output.WriteLine($"the first {MostStakes} backers; all: GET /v1/stakes?peer={reputation.Address}");
        }
    }

    private static string Hyt(string units) => Readable.Hyt(Readable.Units(units));
}
