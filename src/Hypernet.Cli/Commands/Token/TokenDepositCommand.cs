using System.CommandLine;

namespace Hypernet.Cli.Commands.Token;

/// <summary><c>hypernet token deposit</c>.</summary>
internal static class TokenDepositCommand
{
    public static Command Create(CommandStreams streams) => TokenTransfer.Create(
        streams,
        "deposit",
        "Move Hypertoken from the wallet into the market, where it pays for jobs or is collateral.",
        "Deposit",
        (buyer, amount, cancellationToken) => buyer.DepositAsync(amount, cancellationToken));
}
