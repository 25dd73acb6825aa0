using System.Runtime.CompilerServices;

namespace Hypernet.Contracts.Abi;

/// <summary>Numbers whose Solidity type is narrower than their C# type: the contract would refuse a wider one without a word.</summary>
internal static class AbiRange
{
    public static ulong Fit(ulong value, int bits, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >> bits == 0 ? value : throw TooWide(name, value, bits);

    public static UInt128 Fit(UInt128 value, int bits, [CallerArgumentExpression(nameof(value))] string? name = null) =>
        value >> bits == 0 ? value : throw TooWide(name, value, bits);

    private static ArgumentOutOfRangeException TooWide(string? name, object value, int bits) =>
        new(name, value, $"The contract takes at most {bits} bits here.");
}
