using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>docs/spec/delegate.md §2: a delegate as peers show it to each other.</summary>
/// <param name="Delegate">What is delegated.</param>
/// <param name="Signature">Whose word it is.</param>
public sealed record SignedDelegate(SessionDelegate Delegate, Signature Signature)
{
    /// <summary>Length of the bytes.</summary>
    public const int Length = SignatureAt + Signature.Length;

    private const byte Version = 1;
    private const int SignatureAt = 83;

    // The last second that a DateTimeOffset can tell.
    private static readonly ulong LastSecond = (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>Reads what a stranger shows. Whose word it is, <see cref="TryRecover"/> says.</summary>
    /// <returns>Whether the bytes have the form.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SignedDelegate? read)
    {
        read = null;
        if (bytes.Length != Length || bytes[0] != Version || bytes[^1] is not (27 or 28))
        {
            return false;
        }

        uint tenure = BinaryPrimitives.ReadUInt32LittleEndian(bytes[29..]);
        ulong notBefore = BinaryPrimitives.ReadUInt64LittleEndian(bytes[67..]);
        ulong notAfter = BinaryPrimitives.ReadUInt64LittleEndian(bytes[75..]);
        if (tenure > int.MaxValue || notBefore > LastSecond || notAfter > LastSecond)
        {
            return false;
        }

        var session = new SessionDelegate(
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[1..]),
            new Account(bytes.Slice(9, Account.Length)),
            (int)tenure,
            BinaryPrimitives.ReadUInt16LittleEndian(bytes[33..]),
            new Bytes32(bytes.Slice(35, Bytes32.Length)),
            DateTimeOffset.FromUnixTimeSeconds((long)notBefore),
            DateTimeOffset.FromUnixTimeSeconds((long)notAfter));
        read = new SignedDelegate(session, Signature.FromBytes(bytes[SignatureAt..]));
        return true;
    }

    /// <summary>The bytes to show.</summary>
    public byte[] ToBytes()
    {
        byte[] bytes = new byte[Length];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(1), Delegate.ChainId);
        Delegate.Job.CopyTo(bytes.AsSpan(9));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(29), checked((uint)Delegate.Tenure));
        BinaryPrimitives.WriteUInt16LittleEndian(bytes.AsSpan(33), checked((ushort)Delegate.Rank));
        Delegate.KeyHash.CopyTo(bytes.AsSpan(35));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(67), checked((ulong)Delegate.NotBefore.ToUnixTimeSeconds()));
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(75), checked((ulong)Delegate.NotAfter.ToUnixTimeSeconds()));
        Signature.ToBytes().CopyTo(bytes, SignatureAt);
        return bytes;
    }

    /// <summary>Whose key signed it.</summary>
    /// <returns>Whether there is such a key.</returns>
    public bool TryRecover(out Account signer)
    {
        bool isSigned = Signature.TryRecover(Delegate.Digest(), out var address);
        signer = isSigned ? address.ToAccount() : Account.None;
        return isSigned;
    }
}
