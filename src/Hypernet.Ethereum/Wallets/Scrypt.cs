using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Hypernet.Ethereum.Wallets;

/// <summary>The password-based key derivation function of RFC 7914.</summary>
internal static class Scrypt
{
    private const int SalsaWords = 16;

    /// <summary>Derives a key; needs 128·n·r bytes of memory.</summary>
    public static byte[] Derive(ReadOnlySpan<byte> password, ReadOnlySpan<byte> salt, int n, int r, int p, int length)
    {
        int blockWords = 2 * SalsaWords * r;
        byte[] blocks = Rfc2898DeriveBytes.Pbkdf2(password, salt, 1, HashAlgorithmName.SHA256, p * blockWords * sizeof(uint));
        uint[] table = new uint[checked(n * blockWords)];
        uint[] scratch = new uint[blockWords];
        for (int i = 0; i < p; i++)
        {
            Mix(MemoryMarshal.Cast<byte, uint>(blocks.AsSpan())[(i * blockWords)..][..blockWords], table, scratch, n);
        }

        return Rfc2898DeriveBytes.Pbkdf2(password, blocks, 1, HashAlgorithmName.SHA256, length);
    }

    // scryptROMix, RFC 7914 §5.
    private static void Mix(Span<uint> block, Span<uint> table, Span<uint> scratch, int n)
    {
        ReverseOnBigEndian(block);
        for (int i = 0; i < n; i++)
        {
            block.CopyTo(table[(i * block.Length)..]);
            MixBlock(block, scratch);
        }

        for (int i = 0; i < n; i++)
        {
            int j = (int)(block[^SalsaWords] & (uint)(n - 1));
            Xor(block, table.Slice(j * block.Length, block.Length));
            MixBlock(block, scratch);
        }

        ReverseOnBigEndian(block);
    }

    // scryptBlockMix, RFC 7914 §4: even blocks of the output come first.
    private static void MixBlock(Span<uint> block, Span<uint> scratch)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        block[^SalsaWords..].CopyTo(x);
        int half = block.Length / 2;
        for (int i = 0; i < block.Length / SalsaWords; i++)
        {
            Xor(x, block.Slice(i * SalsaWords, SalsaWords));
            Salsa(x);
            x.CopyTo(scratch[((i / 2 * SalsaWords) + (i % 2 * half))..]);
        }

        scratch.CopyTo(block);
    }

    private static void Xor(Span<uint> target, ReadOnlySpan<uint> other)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] ^= other[i];
        }
    }

    // Salsa20/8, RFC 7914 §3: four double rounds over columns, then rows.
    private static void Salsa(Span<uint> block)
    {
        Span<uint> x = stackalloc uint[SalsaWords];
        block.CopyTo(x);
        for (int round = 0; round < 4; round++)
        {
            Quarter(ref x[0], ref x[4], ref x[8], ref x[12]);
            Quarter(ref x[5], ref x[9], ref x[13], ref x[1]);
            Quarter(ref x[10], ref x[14], ref x[2], ref x[6]);
            Quarter(ref x[15], ref x[3], ref x[7], ref x[11]);
            Quarter(ref x[0], ref x[1], ref x[2], ref x[3]);
            Quarter(ref x[5], ref x[6], ref x[7], ref x[4]);
            Quarter(ref x[10], ref x[11], ref x[8], ref x[9]);
            Quarter(ref x[15], ref x[12], ref x[13], ref x[14]);
        }

        for (int i = 0; i < SalsaWords; i++)
        {
            block[i] += x[i];
        }
    }

    private static void Quarter(ref uint a, ref uint b, ref uint c, ref uint d)
    {
        b ^= BitOperations.RotateLeft(a + d, 7);
        c ^= BitOperations.RotateLeft(b + a, 9);
        d ^= BitOperations.RotateLeft(c + b, 13);
        a ^= BitOperations.RotateLeft(d + c, 18);
    }

    private static void ReverseOnBigEndian(Span<uint> words)
    {
        if (!BitConverter.IsLittleEndian)
        {
            BinaryPrimitives.ReverseEndianness(words, words);
        }
    }
}
