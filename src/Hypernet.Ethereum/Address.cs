using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum;

/// <summary>The twenty bytes that name an account or a contract; as text with the checksum of EIP-55.</summary>
[JsonConverter(typeof(AddressConverter))]
[StructLayout(LayoutKind.Sequential, Pack = 4)]
public readonly struct Address : IEquatable<Address>
{
    /// <summary>Length in bytes.</summary>
    public const int Length = 20;

    /// <summary>The zero address, which nobody owns.</summary>
    public static readonly Address Zero;

    // The bytes in memory order; three words because equality and hashing then need no loop.
    private readonly ulong _a;
    private readonly ulong _b;
    private readonly uint _c;

    /// <summary>Takes exactly 20 bytes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are more or fewer.</exception>
    public Address(ReadOnlySpan<byte> bytes)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bytes.Length, Length, nameof(bytes));
        this = MemoryMarshal.Read<Address>(bytes);
    }

    /// <summary>The 20 bytes in place.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<Address>(in this));

    /// <summary>Whether both are the same bytes.</summary>
    public static bool operator ==(Address left, Address right) => left.Equals(right);

    /// <summary>Whether the bytes differ.</summary>
    public static bool operator !=(Address left, Address right) => !left.Equals(right);

    /// <summary>Reads 40 hexadecimal digits, with or without "0x". Digits of mixed case must carry the right checksum.</summary>
    /// <exception cref="FormatException">The text is not that, or its checksum is wrong.</exception>
    public static Address Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var value)
            ? value
            : throw new FormatException($"\"{text}\" is not an address: 40 hexadecimal digits are, with the case of EIP-55 or all of one case.");

    /// <summary>Reads 40 hexadecimal digits, with or without "0x". Digits of mixed case must carry the right checksum.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address value)
    {
        Span<byte> bytes = stackalloc byte[Length];
        value = default;
        if (!Hex.TryParse(text, bytes) || !HasPlausibleCase(text[^(Length * 2)..], new Address(bytes)))
        {
            return false;
        }

        value = new Address(bytes);
        return true;
    }

    /// <summary>The address of the contract that an account's transaction creates: the end of keccak256(rlp(account, nonce)).</summary>
    public static Address OfContract(Address creator, ulong nonce)
    {
        var writer = new Rlp.RlpWriter();
        int list = writer.BeginList();
        writer.Write(creator.Bytes);
        writer.Write(nonce);
        writer.EndList(list);
        return new Address(Keccak256.Hash(writer.Written).Bytes[12..]);
    }

    /// <summary>A new array of the 20 bytes.</summary>
    public byte[] ToArray() => Bytes.ToArray();

    /// <inheritdoc/>
    public bool Equals(Address other) => _a == other._a && _b == other._b && _c == other._c;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Address other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_a, _b, _c);

    /// <summary>"0x" and 40 digits in the case of EIP-55.</summary>
    public override string ToString() => string.Create(2 + (Length * 2), this, static (text, address) =>
    {
        "0x".CopyTo(text);
        WriteChecksummed(address, text[2..]);
    });

    private static bool HasPlausibleCase(ReadOnlySpan<char> digits, Address value)
    {
        bool hasUpper = digits.ContainsAnyInRange('A', 'F');
        bool hasLower = digits.ContainsAnyInRange('a', 'f');
        Span<char> expected = stackalloc char[Length * 2];
        WriteChecksummed(value, expected);
        return !(hasUpper && hasLower) || digits.SequenceEqual(expected);
    }

    private static void WriteChecksummed(Address address, Span<char> digits)
    {
        Convert.TryToHexStringLower(address.Bytes, digits, out _);
        Span<byte> ascii = stackalloc byte[Length * 2];
        System.Text.Encoding.ASCII.GetBytes(digits, ascii);
        var hash = Keccak256.Hash(ascii);
        for (int i = 0; i < digits.Length; i++)
        {
            int nibble = i % 2 == 0 ? hash.Bytes[i / 2] >> 4 : hash.Bytes[i / 2] & 0xf;
            digits[i] = nibble >= 8 ? char.ToUpperInvariant(digits[i]) : digits[i];
        }
    }
}
