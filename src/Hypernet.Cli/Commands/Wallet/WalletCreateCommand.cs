using System.CommandLine;
using Hypernet.Cli.Settings;

namespace Hypernet.Cli.Commands.Wallet;

/// <summary><c>hypernet wallet create</c>.</summary>
internal static class WalletCreateCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("create", "Make a wallet with a new key.")
            .With(WalletOptions.Name, WalletOptions.Light)
            .Does(streams, (context, _) =>
            {
                string password = WalletOptions.NewPassword(context);
                WalletOptions.Print(context, CommandSettings.Wallets.Create(context.Get(WalletOptions.Name), password, WalletOptions.Strength(context)));
                return Task.CompletedTask;
            });
    }
}
