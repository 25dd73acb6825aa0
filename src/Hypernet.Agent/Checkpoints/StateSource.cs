using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// Where the state of a settled checkpoint comes from: this machine, if it has computed the same; else the artifact store,
/// each step checked by its hash, from the digest on chain over the record to the state (docs/spec/commitment.md).
/// </summary>
internal sealed class StateSource(CheckpointJournal journal, HypernetClient server)
{
    private const int MostStateBytes = Runtime.RankServer.MaximumBlobBytes;

    /// <summary>The state that a digest stands for; null while nobody has it.</summary>
    /// <exception cref="ApiException">The store cannot tell now, or has something larger than any state.</exception>
    public async Task<byte[]?> FindAsync(Bytes32 digest, CancellationToken cancellationToken)
    {
        if (journal.Records.FirstOrDefault(record => record.Digest == digest) is CheckpointRecord.Reached own)
        {
            return await File.ReadAllBytesAsync(journal.StatePath(own.Context), cancellationToken);
        }

        return await ReadAsync(digest, CheckpointRecord.Length, cancellationToken) is { } bytes && StateOf(bytes) is { } state
            ? await ReadAsync(state, MostStateBytes, cancellationToken)
            : null;
    }

    // What a quorum has agreed on need not be a record: then nobody can go on from there.
    private static Bytes32? StateOf(byte[] bytes)
    {
        try
        {
            return CheckpointRecord.Parse(bytes) is CheckpointRecord.Reached record ? record.State : null;
        }
        catch (RecordException)
        {
            return null;
        }
    }

    private Task<byte[]?> ReadAsync(Bytes32 hash, int mostBytes, CancellationToken cancellationToken) =>
        server.ReadArtifactAsync(ArtifactId.Parse(hash.ToString()), mostBytes, cancellationToken);
}
