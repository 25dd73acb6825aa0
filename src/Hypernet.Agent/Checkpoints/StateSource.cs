using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// Where the state of a settled checkpoint comes from: the artifact store, each step checked by its hash, from the digest
/// on chain over the record to the state (docs/spec/commitment.md).
/// </summary>
internal sealed class StateSource(HypernetClient server)
{
    private const int MostStateBytes = Runtime.RankServer.MaximumBlobBytes;

    /// <summary>The state that a digest stands for; null while the store does not have it.</summary>
    public async Task<byte[]?> FindAsync(Bytes32 digest, CancellationToken cancellationToken) =>
        await ReadAsync(digest, CheckpointRecord.Length, cancellationToken) is { } bytes
            && CheckpointRecord.Parse(bytes) is CheckpointRecord.Reached record
            ? await ReadAsync(record.State, MostStateBytes, cancellationToken)
            : null;

    private Task<byte[]?> ReadAsync(Bytes32 hash, int mostBytes, CancellationToken cancellationToken) =>
        server.ReadArtifactAsync(ArtifactId.Parse(hash.ToString()), mostBytes, cancellationToken);
}
