using Hypernet.Ethereum;

namespace Hypernet.Indexer.Ingestion;

/// <summary>Whether a block can hold one of our events, by its Bloom filter: a no is certain, a yes is not.</summary>
internal sealed class EventBloom(IEnumerable<Hash32> signatures)
{
    private const int BloomBytes = 256;
    private static readonly int[] Parts = [0, 2, 4];
    private readonly int[][] _bits = [.. signatures.Select(BitsOf)];

    public bool MayContain(byte[] bloom) =>
        bloom.Length != BloomBytes || _bits.Any(bits => bits.All(bit => (bloom[BloomBytes - 1 - (bit / 8)] >> (bit % 8) & 1) == 1));

    // Ethereum Yellow Paper §4.3.1: three bits of 2048, each named by 11 bits of the Keccak hash.
    private static int[] BitsOf(Hash32 signature)
    {
        byte[] hash = Keccak256.Hash(signature.Bytes).ToArray();
        return [.. Parts.Select(at => ((hash[at] << 8) | hash[at + 1]) & 2047)];
    }
}
