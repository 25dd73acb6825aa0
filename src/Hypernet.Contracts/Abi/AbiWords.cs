using Hypernet.Ethereum;

namespace Hypernet.Contracts.Abi;

/// <summary>Short fixed bytes, kept in the front of a word of 32 as the ABI does.</summary>
internal static class AbiWords
{
    public static Hash32 ToWord(this ReadOnlySpan<byte> bytes)
    {
        Span<byte> word = stackalloc byte[Hash32.Length];
        word.Clear();
        bytes.CopyTo(word);
        return new Hash32(word);
    }
}
