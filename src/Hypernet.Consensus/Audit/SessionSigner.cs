using Hypernet.Network;

namespace Hypernet.Consensus.Audit;

/// <summary>Signs audits with the key of this process, and knows others by the hashes of theirs: what their credentials name.</summary>
/// <param name="key">Of this process; disposed of by whoever made it.</param>
/// <param name="keyHashOf">The hash of a peer's key, as it was verified when a connection was made; empty while it is not known.</param>
public sealed class SessionSigner(SessionKey key, Func<int, ReadOnlyMemory<byte>> keyHashOf) : IAuditSigner
{
    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Sign(ReadOnlySpan<byte> bytes) => key.Sign(bytes);

    /// <inheritdoc/>
    public bool Verify(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature) => SessionKey.Verify(keyHashOf(slot).Span, bytes, signature);
}
