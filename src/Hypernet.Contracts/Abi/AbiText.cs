using System.Globalization;
using System.Numerics;
using Hypernet.Ethereum;

namespace Hypernet.Contracts.Abi;

/// <summary>Values as people read them (<see cref="AbiArgument"/>).</summary>
internal static class AbiText
{
    public static string Of(string value) => value;

    public static string Of(bool value) => value ? "true" : "false";

    public static string Of(ulong value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(UInt128 value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(UInt256 value) => value.ToString();

    public static string Of(BigInteger value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Of(Address value) => value.ToString();

    public static string Of(Hash32 value) => value.ToString();

    public static string Of(byte[] value) => Hex.Format(value);

    public static string Of(Enum value) => value.ToString();

    public static string Of<T>(T[] values, Func<T, string> show) => "[" + string.Join(", ", values.Select(show)) + "]";
}
