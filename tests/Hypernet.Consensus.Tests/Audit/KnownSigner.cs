using System.Security.Cryptography;

namespace Hypernet.Consensus.Audit;

/// <summary>Signatures that cost nothing: what stands for a slot's key is its number, and nobody in a test forges one.</summary>
internal sealed class KnownSigner(int self) : IAuditSigner
{
    public ReadOnlyMemory<byte> Sign(ReadOnlySpan<byte> bytes) => Of(self, bytes);

    public bool Verify(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) => signature.SequenceEqual(Of(slot, bytes));

    private static byte[] Of(int slot, ReadOnlySpan<byte> bytes) => SHA256.HashData([(byte)slot, .. bytes]);
}
