using Hypernet.Ethereum;

namespace Hypernet.Server.Artifacts;

/// <summary>Who uses how many bytes, rounded up to blocks. They count from the moment they are announced, so that parallel uploads cannot pass a limit together.</summary>
internal sealed class StorageAccounts
{
    // What a file costs a disk at least; else a quota of bytes would allow any number of files.
    private const long BlockBytes = 4096;

    private readonly ArtifactLimits _limits;
    private readonly Dictionary<Address, long> _used = [];
    private readonly Lock _gate = new();
    private long _total;

    internal StorageAccounts(ArtifactLimits limits, IEnumerable<(Address Account, long Bytes)> stored)
    {
        _limits = limits;
        foreach ((Address account, long bytes) in stored)
        {
            Add(account, Blocks(bytes));
        }
    }

    internal long TotalBytes => Interlocked.Read(ref _total);

    /// <summary>Takes room for an artifact: Stored if there is, else OverQuota or StoreFull.</summary>
    internal PutEnd Reserve(Address account, long bytes)
    {
        long room = Blocks(bytes);
        lock (_gate)
        {
            if (_used.GetValueOrDefault(account) > _limits.AccountBytes - room)
            {
                return PutEnd.OverQuota;
            }

            if (_total > _limits.TotalBytes - room)
            {
                return PutEnd.StoreFull;
            }

            Add(account, room);
            return PutEnd.Stored;
        }
    }

    internal void Release(Address account, long bytes)
    {
        lock (_gate)
        {
            Add(account, -Blocks(bytes));
        }
    }

    private static long Blocks(long bytes) => Math.Max(1, (bytes + BlockBytes - 1) / BlockBytes) * BlockBytes;

    private void Add(Address account, long room)
    {
        _total += room;
        long used = _used.GetValueOrDefault(account) + room;
        if (used == 0)
        {
            _used.Remove(account);
        }
        else
        {
            _used[account] = used;
        }
    }
}
