namespace Hypernet.Consensus.Audit;

/// <summary>How a slot signs what it says in an audit, and knows what others have signed. Called under the node's lock: must not call it.</summary>
public interface IAuditSigner
{
    /// <summary>Signs for the own slot.</summary>
    /// <param name="bytes">A hash.</param>
    /// <returns>Up to <see cref="MostBytes"/>.</returns>
    ReadOnlyMemory<byte> Sign(ReadOnlySpan<byte> bytes);

    /// <summary>Whether a slot has signed bytes.</summary>
    /// <param name="slot">A peer.</param>
    /// <param name="bytes">A hash.</param>
    /// <param name="signature">A stranger's.</param>
    bool Verify(int slot, ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> signature);

    /// <summary>Bytes of the longest signature.</summary>
    const int MostBytes = 512;
}
