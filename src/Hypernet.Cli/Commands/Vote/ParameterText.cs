using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>Values of parameters as people write them.</summary>
internal static class ParameterText
{
    /// <summary>A value with its unit: <c>150 basis points</c>.</summary>
    public static string Of(Parameter parameter, UInt256 value) => Unit(parameter) is { Length: > 0 } unit ? $"{Number(parameter, value)} {unit}" : Number(parameter, value);

    /// <summary>A value without its unit.</summary>
    public static string Number(Parameter parameter, UInt256 value) =>
        parameter == Parameter.LeastStake && value.BitLength <= 128 ? value.ToAmount().ToString() : value.ToString();

    /// <summary>The unit of a parameter; empty for a count of things.</summary>
    public static string Unit(Parameter parameter) => parameter switch
    {
        Parameter.FeeBps or Parameter.CancelBps => "basis points",
        Parameter.MaxReplication or Parameter.MaxGroups or Parameter.MaxCheckpoints => "",
        Parameter.DrawBlocks => "blocks",
        Parameter.LeastStake => "HYT",
        _ => "seconds",
    };

    /// <summary>Reads a value in its unit.</summary>
    public static bool TryParse(Parameter parameter, string text, out UInt256 value)
    {
        if (parameter != Parameter.LeastStake)
        {
            return UInt256.TryParse(text, out value);
        }

        bool isAmount = Amount.TryParse(text, out var amount);
        value = amount.Units;
        return isAmount;
    }
}
