using System.Buffers.Binary;
using System.Numerics;

namespace Hypernet.Market;

/// <summary>
/// Keccak-256 of a message shorter than one block, all that the draw of ranks needs: this project references no other,
/// and the platform has SHA-3 but not the chain's Keccak, which pads differently.
/// </summary>
internal static class KeccakBlock
{
    private const int Rate = 136;

    // FIPS 202 §3.2.2 and §3.2.3: how far each lane turns, and where it goes, along one cycle.
    private static readonly int[] Turns = [1, 3, 6, 10, 15, 21, 28, 36, 45, 55, 2, 14, 27, 41, 56, 8, 25, 43, 62, 18, 39, 61, 20, 44];
    private static readonly int[] Places = [10, 7, 11, 17, 18, 3, 5, 16, 8, 21, 24, 4, 15, 23, 19, 13, 12, 2, 20, 14, 22, 9, 6, 1];

    // FIPS 202 §3.2.5.
    private static readonly ulong[] Constants =
    [
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000, 0x000000000000808b, 0x0000000080000001,
        0x8000000080008081, 0x8000000000008009, 0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003, 0x8000000000008002, 0x8000000000000080,
        0x000000000000800a, 0x800000008000000a, 0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
    ];

    /// <summary>The hash of fewer than 136 bytes.</summary>
    public static Bytes32 Hash(ReadOnlySpan<byte> message)
    {
        Span<byte> block = stackalloc byte[Rate];
        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x01;
        block[Rate - 1] |= 0x80;

        Span<ulong> lanes = stackalloc ulong[25];
        lanes.Clear();
        for (int i = 0; i < Rate / 8; i++)
        {
            lanes[i] = BinaryPrimitives.ReadUInt64LittleEndian(block[(8 * i)..]);
        }

        foreach (ulong constant in Constants)
        {
            Round(lanes, constant);
        }

        Span<byte> hash = stackalloc byte[Bytes32.Length];
        for (int i = 0; i < Bytes32.Length / 8; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash[(8 * i)..], lanes[i]);
        }

        return new Bytes32(hash);
    }

    private static void Round(Span<ulong> lanes, ulong constant)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (int x = 0; x < 5; x++)
        {
            row[x] = lanes[x] ^ lanes[x + 5] ^ lanes[x + 10] ^ lanes[x + 15] ^ lanes[x + 20];
        }

        for (int i = 0; i < 25; i++)
        {
            lanes[i] ^= row[(i + 4) % 5] ^ BitOperations.RotateLeft(row[(i + 1) % 5], 1);
        }

        ulong moving = lanes[1];
        for (int i = 0; i < Places.Length; i++)
        {
            (lanes[Places[i]], moving) = (BitOperations.RotateLeft(moving, Turns[i]), lanes[Places[i]]);
        }

        for (int y = 0; y < 25; y += 5)
        {
            lanes.Slice(y, 5).CopyTo(row);
            for (int x = 0; x < 5; x++)
            {
                lanes[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }

        lanes[0] ^= constant;
    }
}
