using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// What a rank has computed, on disk before it is promised on chain. The record comes last and once: a round that has a
/// record never gets another, so a rank that was killed reveals what it had committed.
/// </summary>
internal sealed class CheckpointJournal(string folder)
{
    private const int RoundsKept = 2;

    /// <summary>The record of a round, if there is one.</summary>
    public CheckpointRecord? Find(RoundContext round)
    {
        string path = PathOf(round, "record");
        return File.Exists(path) ? CheckpointRecord.Parse(File.ReadAllBytes(path)) : null;
    }

    /// <summary>Keeps a round's record with its result and state, unless the round has one already.</summary>
    /// <returns>The record that counts: the first one.</returns>
    public async Task<CheckpointRecord> KeepAsync(
        CheckpointRecord record, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        if (Find(record.Context) is { } kept)
        {
            return kept;
        }

        await WriteAsync(PathOf(record.Context, "result"), result, cancellationToken);
        await WriteAsync(PathOf(record.Context, "state"), state, cancellationToken);
        await WriteAsync(PathOf(record.Context, "record"), record.ToBytes(), cancellationToken);
        return record;
    }

    /// <summary>Where a round's result lies.</summary>
    public string ResultPath(RoundContext round) => PathOf(round, "result");

    /// <summary>Where a round's state lies.</summary>
    public string StatePath(RoundContext round) => PathOf(round, "state");

    /// <summary>Where a round's record lies.</summary>
    public string RecordPath(RoundContext round) => PathOf(round, "record");

    /// <summary>Forgets the rounds that nobody can ask for any more, once a checkpoint is settled.</summary>
    public void Prune(uint settledCheckpoint)
    {
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            string name = Path.GetFileName(path);
            if (uint.TryParse(name.AsSpan(0, name.IndexOf('-', StringComparison.Ordinal)), out uint checkpoint) && checkpoint + RoundsKept <= settledCheckpoint)
            {
                File.Delete(path);
            }
        }
    }

    private static async Task WriteAsync(string path, ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        string part = $"{path}.part";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, Options = FileOptions.WriteThrough };
        await using (var file = new FileStream(part, options))
        {
            await file.WriteAsync(bytes, cancellationToken);
        }

        File.Move(part, path, overwrite: true);
    }

    private string PathOf(RoundContext round, string what) => Path.Combine(folder, $"{round.Checkpoint}-{round.Group}-{round.Attempt}.{what}");
}
