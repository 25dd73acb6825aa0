using System.CommandLine;
using Hypernet.Cli.Settings;
using Hypernet.Ethereum.Keys;

namespace Hypernet.Cli.Commands.Wallet;

/// <summary><c>hypernet wallet import</c>.</summary>
internal static class WalletImportCommand
{
    private const string KeyVariable = "HYPERNET_KEY";

    public static Command Create(CommandStreams streams)
    {
        return new Command("import", $"Make a wallet with the private key in the environment variable {KeyVariable}.")
            .With(WalletOptions.Name, WalletOptions.Light)
            .Does(streams, (context, _) =>
            {
                using var key = KeyFromEnvironment();
                string password = WalletOptions.NewPassword(context);
                WalletOptions.Print(context, CommandSettings.Wallets.Import(context.Get(WalletOptions.Name), key, password, WalletOptions.Strength(context)));
                return Task.CompletedTask;
            });
    }

    private static PrivateKey KeyFromEnvironment()
    {
        string? text = Environment.GetEnvironmentVariable(KeyVariable);
        try
        {
            return PrivateKey.Parse(text ?? throw new CommandException(ExitCode.Misused, $"{KeyVariable} is not set", $"set it to the key's 64 hexadecimal digits for this one command"));
        }
        catch (FormatException)
        {
            throw new CommandException(ExitCode.Misused, $"{KeyVariable} holds no private key", "64 hexadecimal digits, with or without 0x before them");
        }
    }
}
