using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Cli.Settings;

namespace Hypernet.Cli.Commands.Wallet;

/// <summary><c>hypernet wallet list</c>.</summary>
internal static class WalletListCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("list", "List the wallets.").Does(streams, (context, _) =>
        {
            var wallets = CommandSettings.Wallets.List();
            context.Print(
                string.Join('\n', wallets.Select(wallet => wallet.Address)),
                new JsonObject { ["wallets"] = new JsonArray([.. wallets.Select(WalletOptions.Document)]) },
                output => Print(output, wallets));
            return Task.CompletedTask;
        });
    }

    private static void Print(TextWriter output, IReadOnlyList<Ethereum.Wallets.Wallet> wallets)
    {
        if (wallets.Count == 0)
        {
            output.WriteLine("no wallets yet; make one: hypernet wallet create");
        }

        foreach (var wallet in wallets)
        {
            output.WriteLine($"{wallet.Name,-16} {wallet.Address}");
        }
    }
}
