using System.CommandLine;

namespace Hypernet.Cli.Commands.Token;

/// <summary><c>hypernet token withdraw</c>.</summary>
internal static class TokenWithdrawCommand
{
    public static Command Create(CommandStreams streams) => TokenTransfer.Create(
        streams,
        "withdraw",
        "Move free Hypertoken from the market into the wallet.",
        "Withdraw",
        (buyer, amount, cancellationToken) => buyer.WithdrawAsync(amount, cancellationToken));
}
