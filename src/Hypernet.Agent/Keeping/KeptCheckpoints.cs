using Hypernet.Agent.Checkpoints;
using Hypernet.Market;

namespace Hypernet.Agent.Keeping;

/// <summary>
/// What other groups have computed, on disk under its digest, within bounds. Record, result and state are verified before they are there; the
/// record comes last. Any thread may call.
/// </summary>
internal sealed class KeptCheckpoints
{
    // Of what an earlier process has kept it is not known who gave it: it counts for the job.
    private const int Nobody = -1;
    private const string Unfinished = ".part";
    private static readonly string[] Extensions = [".record", ".result", ".state"];

    private readonly Lock _gate = new();
    private readonly string _folder;
    private readonly KeepingOptions _options;
    private readonly Dictionary<Bytes32, Kept> _kept = [];
    private readonly Dictionary<int, long> _taken = [];

    /// <summary>Finds what an earlier process has kept.</summary>
    public KeptCheckpoints(string folder, KeepingOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(options.JobBytes, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.PeerBytes, nameof(options));
        (_folder, _options) = (Directory.CreateDirectory(folder).FullName, options);
        var whole = new HashSet<string>();
        foreach (string path in Directory.EnumerateFiles(_folder, $"*{Extensions[0]}"))
        {
            if (StoredRecord.TryParse(File.ReadAllBytes(path)) is { } record && FilesOf(record) is var files && files[0] == path && files.All(File.Exists))
            {
                long bytes = files.Sum(file => new FileInfo(file).Length);
                whole.UnionWith(files);
                _kept[record.Digest] = new Kept(record, Nobody, bytes);
                _taken[Nobody] = _taken.GetValueOrDefault(Nobody) + bytes;
            }
        }

        foreach (string path in Directory.EnumerateFiles(_folder).Where(path => !whole.Contains(path)).ToList())
        {
            File.Delete(path);
        }
    }

    /// <summary>The files of a checkpoint, in the order of <see cref="CheckpointPart"/>; null if it is not here.</summary>
    public IReadOnlyList<string>? Find(Bytes32 digest)
    {
        lock (_gate)
        {
            return _kept.TryGetValue(digest, out var kept) ? FilesOf(kept.Record) : null;
        }
    }

    /// <summary>Takes room for bytes that a peer is about to give.</summary>
    /// <returns>Whether there is so much.</returns>
    public bool TryTake(int giver, long bytes)
    {
        lock (_gate)
        {
            if (bytes > _options.JobBytes - _taken.Values.Sum() || bytes > _options.PeerBytes - _taken.GetValueOrDefault(giver))
            {
                return false;
            }

            _taken[giver] = _taken.GetValueOrDefault(giver) + bytes;
            return true;
        }
    }

    /// <summary>Gives room back.</summary>
    public void Return(int giver, long bytes)
    {
        lock (_gate)
        {
            _taken[giver] = _taken.GetValueOrDefault(giver) - bytes;
        }
    }

    /// <summary>Where a part is written that is not verified yet.</summary>
    public string UnfinishedOf(Bytes32 digest, CheckpointPart part) => $"{PathOf(digest, part)}{Unfinished}";

    /// <summary>Keeps a checkpoint whose parts have been read, and are right.</summary>
    /// <param name="record">Its record, which stands on chain.</param>
    /// <param name="giver">Who gave it.</param>
    /// <param name="bytes">What it has taken of its room.</param>
    public void Keep(CheckpointRecord record, int giver, long bytes)
    {
        // The record last: without it the others do not count.
        foreach (string file in FilesOf(record).Reverse())
        {
            File.Move($"{file}{Unfinished}", file, overwrite: true);
        }

        lock (_gate)
        {
            _kept[record.Digest] = new Kept(record, giver, bytes);
        }
    }

    /// <summary>Removes what an attempt has left.</summary>
    public void Drop(Bytes32 digest) => Array.ForEach(Enum.GetValues<CheckpointPart>(), part => File.Delete(UnfinishedOf(digest, part)));

    /// <summary>Forgets all but some.</summary>
    public void Retain(IReadOnlySet<Bytes32> digests)
    {
        lock (_gate)
        {
            foreach (var (digest, kept) in _kept.Where(each => !digests.Contains(each.Key)).ToList())
            {
                _kept.Remove(digest);
                _taken[kept.Giver] -= kept.Bytes;
                Array.ForEach(FilesOf(kept.Record), File.Delete);
            }
        }
    }

    private string[] FilesOf(CheckpointRecord record)
    {
        CheckpointPart[] parts = record is CheckpointRecord.Reached ? Enum.GetValues<CheckpointPart>() : [CheckpointPart.Record];
        return [.. parts.Select(part => PathOf(record.Digest, part))];
    }

    private string PathOf(Bytes32 digest, CheckpointPart part) => Path.Combine(_folder, $"{digest}{Extensions[(int)part]}");

    private sealed record Kept(CheckpointRecord Record, int Giver, long Bytes);
}
