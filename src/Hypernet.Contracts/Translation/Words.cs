using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>The chain's words as the market's, and back.</summary>
public static class Words
{
    // The last second that a DateTimeOffset can tell; the contracts' uint40 goes further.
    private static readonly ulong LastSecond = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The account at an address.</summary>
    public static Account ToAccount(this Address address) => new(address.Bytes);

    /// <summary>The address of an account.</summary>
    public static Address ToAddress(this Account account)
    {
        Span<byte> bytes = stackalloc byte[Account.Length];
        account.CopyTo(bytes);
        return new Address(bytes);
    }

    /// <summary>The same 32 bytes.</summary>
    public static Bytes32 ToBytes32(this Hash32 word) => new(word.Bytes);

    /// <summary>The number as 32 bytes, the most significant first.</summary>
    public static Bytes32 ToBytes32(this UInt256 number)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        number.WriteBigEndian(bytes);
        return new Bytes32(bytes);
    }

    /// <summary>The same 32 bytes.</summary>
    public static Hash32 ToHash32(this Bytes32 value)
    {
        Span<byte> bytes = stackalloc byte[Bytes32.Length];
        value.CopyTo(bytes);
        return new Hash32(bytes);
    }

    /// <summary>The 16 bytes in the front of a word, as <c>bytes16</c> stands there.</summary>
    public static Bytes16 ToBytes16(this Hash32 word) => new(word.Bytes[..Bytes16.Length]);

    /// <summary>The 16 bytes in the front of a word, as <c>bytes16</c> stands there.</summary>
    public static Hash32 ToHash32(this Bytes16 value)
    {
        Span<byte> bytes = stackalloc byte[Hash32.Length];
        bytes.Clear();
        value.CopyTo(bytes);
        return new Hash32(bytes);
    }

    /// <summary>The number as an amount of Hypertoken.</summary>
    /// <exception cref="OverflowException">It is wider than 128 bits: more than all tokens.</exception>
    public static Amount ToAmount(this UInt256 units) => new((UInt128)units);

    /// <summary>The moment of a chain's time.</summary>
    /// <param name="unixSeconds">Seconds since 1970; what lies beyond the year 9999 is its end.</param>
    public static DateTimeOffset ToTime(this ulong unixSeconds) => DateTimeOffset.FromUnixTimeSeconds((long)Math.Min(unixSeconds, LastSecond));

    /// <summary>The moment of a chain's time, where 0 stands for none.</summary>
    /// <param name="unixSeconds">Seconds since 1970.</param>
    public static DateTimeOffset? ToTimeOrNone(this ulong unixSeconds) => unixSeconds == 0 ? null : unixSeconds.ToTime();
}
