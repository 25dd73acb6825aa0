using System.Collections.Concurrent;
using Hypernet.Market;

namespace Hypernet.Agent.Checkpoints;

/// <summary>
/// What a rank has computed, on disk before it is promised on chain. The record comes last and once: a round that has a
/// record never gets another, so a rank that was killed reveals what it had committed. One journal owns a folder.
/// </summary>
internal sealed class CheckpointJournal
{
    private const int RoundsKept = 2;
    private const string Record = "record";
    private const string Result = "result";
    private const string State = "state";

    private readonly string _folder;
    private readonly ConcurrentDictionary<RoundContext, CheckpointRecord> _records;

    /// <summary>Reads what an earlier process has kept.</summary>
    public CheckpointJournal(string folder)
    {
        _folder = folder;
        var kept = Directory.EnumerateFiles(folder, $"*.{Record}").Select(path => CheckpointRecord.Parse(File.ReadAllBytes(path)));
        _records = new(kept.Select(record => KeyValuePair.Create(record.Context, record)));
    }

    /// <summary>All records.</summary>
    public IEnumerable<CheckpointRecord> Records => _records.Values;

    /// <summary>The record of a round, if there is one.</summary>
    public CheckpointRecord? Find(RoundContext round) => _records.GetValueOrDefault(round);

    /// <summary>Keeps a round's record with its result and state, unless the round has one already.</summary>
    /// <returns>The record that counts: the first one.</returns>
    public async Task<CheckpointRecord> KeepAsync(
        CheckpointRecord record, ReadOnlyMemory<byte> result, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        if (Find(record.Context) is { } kept)
        {
            return kept;
        }

        await DurableFile.WriteAsync(PathOf(record.Context, Result), result, cancellationToken);
        await DurableFile.WriteAsync(PathOf(record.Context, State), state, cancellationToken);
        await DurableFile.WriteAsync(PathOf(record.Context, Record), record.ToBytes(), cancellationToken);
        return _records.GetOrAdd(record.Context, record);
    }

    /// <summary>The files of a record: itself, and what its hashes stand for.</summary>
    public IReadOnlyList<string> FilesOf(CheckpointRecord record)
    {
        string[] kinds = record is CheckpointRecord.Reached ? [Record, Result, State] : [Record];
        return [.. kinds.Select(kind => PathOf(record.Context, kind))];
    }

    /// <summary>Where a round's result lies.</summary>
    public string ResultPath(RoundContext round) => PathOf(round, Result);

    /// <summary>Where a round's state lies.</summary>
    public string StatePath(RoundContext round) => PathOf(round, State);

    /// <summary>Forgets the rounds that nobody can ask for any more, once a checkpoint is settled.</summary>
    public void Prune(uint settledCheckpoint)
    {
        foreach (var round in _records.Keys.Where(round => round.Checkpoint + RoundsKept <= settledCheckpoint))
        {
            // The record first: without it the others do not count.
            _records.TryRemove(round, out _);
            File.Delete(PathOf(round, Record));
            File.Delete(PathOf(round, Result));
            File.Delete(PathOf(round, State));
        }
    }

    private string PathOf(RoundContext round, string what) => Path.Combine(_folder, $"{round.Checkpoint}-{round.Group}-{round.Attempt}.{what}");
}
