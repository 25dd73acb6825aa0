using Hypernet.Agent.Keeping;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// Where the state of a settled checkpoint comes from: this machine, if it has computed the same; else the artifact store; else peers. Each
/// step is checked by its hash, from the digest on chain over the record to the state (docs/spec/commitment.md).
/// </summary>
internal sealed class StateSource(CheckpointJournal journal, HypernetClient store, CheckpointExchange? peers)
{
    private const int MostStateBytes = Runtime.RankServer.MaximumBlobBytes;

    /// <summary>The state that a digest stands for, and who had it; or why nobody has it now.</summary>
    public async Task<FoundState> FindAsync(Bytes32 digest, CancellationToken cancellationToken)
    {
        if (journal.Records.FirstOrDefault(record => record.Digest == digest) is CheckpointRecord.Reached own)
        {
            return new FoundState(await File.ReadAllBytesAsync(journal.StatePath(own.Context), cancellationToken), "its own disk");
        }

        var stored = await FindStoredAsync(digest, cancellationToken);
        if (stored.State is not null || peers is null)
        {
            return stored;
        }

        var given = await peers.FindStateAsync(digest, cancellationToken);
        return given.State is not null ? given : new FoundState(null, $"{stored.Source}; {given.Source}");
    }

    private async Task<FoundState> FindStoredAsync(Bytes32 digest, CancellationToken cancellationToken)
    {
        try
        {
            byte[]? state = await ReadAsync(digest, CheckpointRecord.Length, cancellationToken) is { } bytes && StoredRecord.TryParse(bytes) is CheckpointRecord.Reached record
                ? await ReadAsync(record.State, MostStateBytes, cancellationToken)
                : null;
            return new FoundState(state, state is null ? "the artifact store does not have it" : "the artifact store");
        }
        catch (ApiException fault)
        {
            return new FoundState(null, $"the artifact store cannot tell: {fault.Message.TrimEnd('.')}");
        }
    }

    private Task<byte[]?> ReadAsync(Bytes32 hash, int mostBytes, CancellationToken cancellationToken) =>
        store.ReadArtifactAsync(ArtifactId.Parse(hash.ToString()), mostBytes, cancellationToken);
}
