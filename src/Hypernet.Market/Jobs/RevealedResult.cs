namespace Hypernet.Market;

/// <summary>What a rank has opened of its commitment.</summary>
/// <param name="Tag">Names the digest, equal at all replicas that agree.</param>
/// <param name="Seal">Binds the digest to the rank.</param>
public readonly record struct RevealedResult(Bytes16 Tag, Bytes16 Seal);
