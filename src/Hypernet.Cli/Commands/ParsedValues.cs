using System.CommandLine.Parsing;
using System.Globalization;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Commands;

/// <summary>Values of the command line that are more than text.</summary>
internal static class ParsedValues
{
    /// <summary>Reads an amount of Hypertoken above zero.</summary>
    public static Amount AmountOf(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Amount.TryParse(text, out var amount) && amount > Amount.Zero)
        {
            return amount;
        }

        result.AddError($"\"{text}\" is no amount of HYT above zero: write decimals, such as 0.5.");
        return default;
    }

    /// <summary>Reads a number above zero.</summary>
    public static int CountOf(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count > 0)
        {
            return count;
        }

        result.AddError($"\"{text}\" is no number of things: write digits, such as 50.");
        return default;
    }

    /// <summary>Reads an address.</summary>
    public static Account AccountOf(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (text.StartsWith("0x", StringComparison.Ordinal) && Address.TryParse(text, out var address))
        {
            return address.ToAccount();
        }

        result.AddError($"\"{text}\" is no address: write 0x and 40 hexadecimal digits, all of one case or with the right checksum.");
        return default;
    }
}
