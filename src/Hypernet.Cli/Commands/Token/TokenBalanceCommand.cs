using System.CommandLine;
using System.Globalization;
using System.Numerics;
using System.Text.Json.Nodes;
using Hypernet.Buyer;
using Hypernet.Cli.Connections;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Token;

/// <summary><c>hypernet token balance</c>.</summary>
internal static class TokenBalanceCommand
{
    private static readonly Argument<Account?> Owner = new("address")
    {
        Description = "The account. Default: the wallet's.",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result => ParsedValues.AccountOf(result),
        DefaultValueFactory = _ => null,
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("balance", "Show what an account has: in its wallet, free and locked in the market, and for gas.")
            .With(Owner)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        using var connection = await MarketConnection.OpenAsync(context, cancellationToken);
        var account = context.Find(Owner) ?? context.Settings.WalletAddress.ToAccount();
        var balance = await connection.Reader.BalanceAsync(account, cancellationToken);
        var locked = await LockedAsync(context, connection.Reader, account, cancellationToken);
        context.Print(
            account.ToAddress().ToString(),
            new JsonObject
            {
                ["address"] = account.ToAddress().ToString(),
                ["unit"] = Wire.AmountUnit,
                ["wallet"] = balance.Wallet.Units.ToString(CultureInfo.InvariantCulture),
                ["free"] = balance.Free.Units.ToString(CultureInfo.InvariantCulture),
                ["lockedEscrow"] = locked?.Escrow.Units.ToString(CultureInfo.InvariantCulture),
                ["lockedCollateral"] = locked?.Collateral.Units.ToString(CultureInfo.InvariantCulture),
                ["gasWei"] = balance.Gas.ToString(),
            },
            output => Print(output, account, balance, locked));
    }

    // What is locked takes the server to know; the chain's own numbers are worth showing without it.
    private static async Task<LockedBalance?> LockedAsync(CommandContext context, MarketReader reader, Account account, CancellationToken cancellationToken)
    {
        try
        {
            return await reader.LockedAsync(account, cancellationToken);
        }
        catch (ServerUnreachableException fault)
        {
            await context.Talk.WriteLineAsync($"warning: what is locked in jobs is not known: {fault.Message}");
            return null;
        }
    }

    private static void Print(TextWriter output, Account account, AccountBalance balance, LockedBalance? locked)
    {
        output.WriteLine($"account                {account.ToAddress()}");
        output.WriteLine($"wallet                 {Readable.Hyt(balance.Wallet)}");
        output.WriteLine($"free in the market     {Readable.Hyt(balance.Free)}");
        output.WriteLine($"locked as escrow       {(locked is null ? "not known" : Readable.Hyt(locked.Escrow))}");
        output.WriteLine($"locked as collateral   {(locked is null ? "not known" : Readable.Hyt(locked.Collateral))}");
        output.WriteLine($"for gas                {Ether(balance.Gas)} ETH");
    }

    private static string Ether(UInt256 wei)
    {
        var (whole, part) = BigInteger.DivRem(wei, BigInteger.Pow(10, Amount.Decimals));
        return string.Create(CultureInfo.InvariantCulture, $"{whole}.{part:D18}").TrimEnd('0').TrimEnd('.');
    }
}
