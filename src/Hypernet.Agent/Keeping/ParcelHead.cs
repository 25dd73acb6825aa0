using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hypernet.Market;
using Hypernet.Runtime;

namespace Hypernet.Agent.Keeping;

/// <summary>docs/spec/joined.md §9: how a parcel begins; bytes follow in one of <see cref="ParcelKind.Bytes"/> alone.</summary>
/// <param name="Kind">What it says.</param>
/// <param name="Digest">The checkpoint's, as it stands on chain.</param>
/// <param name="Part">Of what bytes are asked for, or follow.</param>
/// <param name="Offset">From where; a multiple of <see cref="MostBytes"/>.</param>
/// <param name="Total">Length of the whole part.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ParcelHead(ParcelKind Kind, Bytes32 Digest, CheckpointPart Part = default, long Offset = 0, long Total = 0)
{
    /// <summary>Bytes of a head.</summary>
    public const int Length = TotalAt + sizeof(ulong);

    /// <summary>Bytes of a part that follow at once: so many, or the rest.</summary>
    public const int MostBytes = 256 * 1024;

    private const byte Version = 1;
    private const int DigestAt = 8;
    private const int OffsetAt = DigestAt + Bytes32.Length;
    private const int TotalAt = OffsetAt + sizeof(ulong);

    /// <summary>How many bytes follow.</summary>
    private int Following => Kind == ParcelKind.Bytes ? (int)Math.Min(MostBytes, Total - Offset) : 0;

    // What is said in no kind but some is 0 in all others.
    private bool IsSound => Kind switch
    {
        ParcelKind.Offer or ParcelKind.Held or ParcelKind.Ask => (Part, Offset, Total) == default,
        ParcelKind.Read => Total == 0 && IsWithin(RankServer.MaximumBlobBytes),
        ParcelKind.Bytes => Part == CheckpointPart.Record ? Total == CheckpointRecord.Length && Offset == 0 : Total is >= 0 and <= RankServer.MaximumBlobBytes && IsWithin(Total),
        _ => false,
    };

    /// <summary>The parcel.</summary>
    /// <param name="following">Of a part, as many as are to follow.</param>
    public byte[] With(ReadOnlySpan<byte> following = default)
    {
        byte[] parcel = new byte[Length + following.Length];
        (parcel[0], parcel[1], parcel[2]) = (Version, (byte)Kind, (byte)Part);
        Digest.CopyTo(parcel.AsSpan(DigestAt));
        BinaryPrimitives.WriteInt64LittleEndian(parcel.AsSpan(OffsetAt), Offset);
        BinaryPrimitives.WriteInt64LittleEndian(parcel.AsSpan(TotalAt), Total);
        following.CopyTo(parcel.AsSpan(Length));
        return parcel;
    }

    /// <summary>Reads a stranger's bytes.</summary>
    /// <returns>Whether they have the form of a parcel, down to its length.</returns>
    public static bool TryRead(ReadOnlySpan<byte> parcel, out ParcelHead head)
    {
        head = default;
        if (parcel.Length < Length || parcel[0] != Version || parcel[2] > (byte)CheckpointPart.State || parcel[3..DigestAt].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        head = new ParcelHead(
            (ParcelKind)parcel[1],
            new Bytes32(parcel.Slice(DigestAt, Bytes32.Length)),
            (CheckpointPart)parcel[2],
            BinaryPrimitives.ReadInt64LittleEndian(parcel[OffsetAt..]),
            BinaryPrimitives.ReadInt64LittleEndian(parcel[TotalAt..]));
        return head.IsSound && parcel.Length == Length + head.Following;
    }

    private bool IsWithin(long total) => Offset >= 0 && Offset <= total && Offset % MostBytes == 0;
}
