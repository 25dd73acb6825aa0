using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What a group delivered, each step from the chain down verified by its hash.</summary>
/// <param name="Group">The group, counted from 0.</param>
/// <param name="Checkpoint">The checkpoint that it settled last, counted from 1.</param>
/// <param name="Digest">The digest on chain: SHA-256 of the checkpoint record.</param>
/// <param name="Sha256">SHA-256 of the result, as the record says.</param>
/// <param name="Bytes">The result's size.</param>
/// <param name="Path">The file that holds it now.</param>
public sealed record GroupResult(int Group, int Checkpoint, Bytes32 Digest, Bytes32 Sha256, long Bytes, string Path);
