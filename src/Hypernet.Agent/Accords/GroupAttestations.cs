using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Accords;

/// <summary>That all active ranks of a group have one result.</summary>
/// <param name="Digest">Its digest.</param>
/// <param name="Signatures">Their attestations, ascending by rank.</param>
internal sealed record GroupAttestations(Bytes32 Digest, IReadOnlyList<Signature> Signatures);
