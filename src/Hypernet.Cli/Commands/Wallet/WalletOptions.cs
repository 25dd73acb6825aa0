using System.CommandLine;
using System.Text.Json.Nodes;
using Hypernet.Ethereum.Wallets;

namespace Hypernet.Cli.Commands.Wallet;

/// <summary>What the wallet verbs share.</summary>
internal static class WalletOptions
{
    private const int LeastPasswordLength = 8;

    public static Argument<string> Name { get; } = new("name")
    {
        Description = "The wallet's name: a-z, 0-9, - and _.",
        DefaultValueFactory = _ => "default",
    };

    public static Option<bool> Light { get; } = new("--light")
    {
        Description = "Guard the key with less work, for tests and demonstrations.",
    };

    public static KeystoreStrength Strength(CommandContext context) =>
        context.Get(Light) ? KeystoreStrength.Light : KeystoreStrength.Standard;

    /// <summary>A password for a new wallet, asked for twice where somebody can be asked.</summary>
    public static string NewPassword(CommandContext context)
    {
        string password = context.Settings.Password(context.Talk, "Password for the new wallet: ");
        if (password.Length < LeastPasswordLength)
        {
            throw new CommandException(ExitCode.Misused, $"the password has {password.Length} characters", $"choose one of at least {LeastPasswordLength}");
        }

        return password;
    }

    /// <summary>Prints a wallet.</summary>
    public static void Print(CommandContext context, Ethereum.Wallets.Wallet wallet) => context.Print(
        wallet.Address.ToString(),
        Document(wallet),
        output => output.WriteLine($"{wallet.Name}  {wallet.Address}"));

    /// <summary>A wallet as JSON.</summary>
    public static JsonObject Document(Ethereum.Wallets.Wallet wallet) =>
        new() { ["name"] = wallet.Name, ["address"] = wallet.Address.ToString(), ["file"] = wallet.Path };
}
