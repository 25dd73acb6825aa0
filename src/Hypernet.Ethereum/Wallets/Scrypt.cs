using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;

namespace Hypernet.Ethereum.Wallets;

/// <summary>
/// The password-based key derivation function of RFC 7914. Each 64-byte block is kept as four vectors that hold the
/// diagonals of Salsa's square, as in Percival's own SSE2 code: a column round then works on whole vectors.
/// </summary>
internal static class Scrypt
{
    private const int SalsaWords = 16;
    private const int SalsaVectors = 4;

    /// <summary>Derives a key; needs 128·n·r bytes of memory.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        int blockBytes = 128 * r;
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, p * blockBytes);
        int blockVectors = 2 * SalsaVectors * r;
        var table = new Vector128<uint>[checked(n * blockVectors)];
        var block = new Vector128<uint>[blockVectors];
        var scratch = new Vector128<uint>[blockVectors];
        for (int i = 0; i < p; i++)
        {
            var bytes = blocks.AsSpan(i * blockBytes, blockBytes);
            ToDiagonals(MemoryMarshal.Cast<byte, uint>(bytes), MemoryMarshal.Cast<Vector128<uint>, uint>(block.AsSpan()));
            Mix(block, table, scratch, n);
            FromDiagonals(MemoryMarshal.Cast<Vector128<uint>, uint>(block.AsSpan()), MemoryMarshal.Cast<byte, uint>(bytes));
        }

        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    // scryptROMix, RFC 7914 §5.
    private static void Mix(Span<Vector128<uint>> block, Span<Vector128<uint>> table, Span<Vector128<uint>> scratch, int n)
    {
        for (int i = 0; i < n; i++)
        {
            block.CopyTo(table[(i * block.Length)..]);
            MixBlock(block, scratch);
        }

        for (int i = 0; i < n; i++)
        {
            int j = (int)(block[^SalsaVectors][0] & (uint)(n - 1));
            var other = table.Slice(j * block.Length, block.Length);
            for (int k = 0; k < block.Length; k++)
            {
                block[k] ^= other[k];
            }

            MixBlock(block, scratch);
        }
    }

    // scryptBlockMix, RFC 7914 §4, with Salsa20/8 of §3: even blocks of the output come first.
    private static void MixBlock(Span<Vector128<uint>> block, Span<Vector128<uint>> scratch)
    {
        var (x0, x1, x2, x3) = (block[^4], block[^3], block[^2], block[^1]);
        for (int i = 0; i < block.Length; i += SalsaVectors)
        {
            x0 ^= block[i];
            x1 ^= block[i + 1];
            x2 ^= block[i + 2];
            x3 ^= block[i + 3];
            var (y0, y1, y2, y3) = (x0, x1, x2, x3);
            for (int round = 0; round < 8; round++)
            {
                y1 ^= Rotate(y0 + y3, 7);
                y2 ^= Rotate(y1 + y0, 9);
                y3 ^= Rotate(y2 + y1, 13);
                y0 ^= Rotate(y3 + y2, 18);

                // The square is turned: what were rows are columns for the next round.
                (y1, y2, y3) = (
                    Vector128.Shuffle(y3, Vector128.Create(1u, 2, 3, 0)),
                    Vector128.Shuffle(y2, Vector128.Create(2u, 3, 0, 1)),
                    Vector128.Shuffle(y1, Vector128.Create(3u, 0, 1, 2)));
            }

            (x0, x1, x2, x3) = (x0 + y0, x1 + y1, x2 + y2, x3 + y3);
            int target = (i / 8 * SalsaVectors) + (i % 8 == 0 ? 0 : block.Length / 2);
            (scratch[target], scratch[target + 1], scratch[target + 2], scratch[target + 3]) = (x0, x1, x2, x3);
        }

        scratch.CopyTo(block);
    }

    private static Vector128<uint> Rotate(Vector128<uint> value, int bits) => (value << bits) | (value >>> (32 - bits));

    private static void ToDiagonals(ReadOnlySpan<uint> words, Span<uint> diagonals)
    {
        for (int i = 0; i < words.Length; i++)
        {
            uint word = words[(i & ~(SalsaWords - 1)) + (i * 5 % SalsaWords)];
            diagonals[i] = BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        }
    }

    private static void FromDiagonals(ReadOnlySpan<uint> diagonals, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            uint word = diagonals[i];
            words[(i & ~(SalsaWords - 1)) + (i * 5 % SalsaWords)] =
                BitConverter.IsLittleEndian ? word : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
        }
    }
}
