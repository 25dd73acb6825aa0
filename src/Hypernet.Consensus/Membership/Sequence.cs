using Hypernet.Consensus.Audit;

namespace Hypernet.Consensus.Membership;

/// <summary>The operations of one name.</summary>
internal sealed class Sequence(ulong hash, string name)
{
    private readonly SortedSet<ulong> _ahead = [];
    private Dictionary<int, ulong>? _reported;
    private Dictionary<int, ulong>? _askers;
    private SlotBits _late;
    private readonly Dictionary<Descriptor, ulong> _hashes = [];

    public ulong Hash { get; } = hash;

    public string Name { get; } = name;

    /// <summary>Number of the next call.</summary>
    public ulong Next { get; set; }

    /// <summary>All below it are completed at this slot.</summary>
    public ulong Completed { get; private set; }

    /// <summary>All below it are completed at every member.</summary>
    public ulong Stable { get; set; }

    /// <summary>Where it is audited: what this slot gave (docs/spec/audit.md §2).</summary>
    public HashChain? Given { get; set; }

    /// <summary>Where it is audited: what this slot received (docs/spec/audit.md §4).</summary>
    public ResultChain? Received { get; set; }

    /// <summary>Whether operations are kept for members that may not have completed them.</summary>
    public bool IsKeeping => Completed > Stable;

    /// <summary>The hash of a call's descriptor, which a program that calls it again and again need not wait for.</summary>
    public ulong HashOf(Descriptor descriptor)
    {
        if (!_hashes.TryGetValue(descriptor, out ulong hash))
        {
            if (_hashes.Count == Bounds.KeptHashes)
            {
                _hashes.Clear();
            }

            _hashes.Add(descriptor, hash = descriptor.Hash());
        }

        return hash;
    }

    public void Complete(ulong number)
    {
        if (number != Completed)
        {
            _ahead.Add(number);
            return;
        }

        Completed++;
        while (_ahead.Remove(Completed))
        {
            Completed++;
        }
    }

    /// <summary>A member has said how far it is.</summary>
    public void Report(int slot, ulong completed)
    {
        _reported ??= [];
        _reported[slot] = Math.Max(completed, _reported.GetValueOrDefault(slot));
        if (completed >= Stable)
        {
            _late.Remove(slot);
        }
    }

    /// <summary>A member that has joined is waited for from now on, but not for what was stable before.</summary>
    public void Admit(int slot)
    {
        if ((_reported?.GetValueOrDefault(slot) ?? 0) < Stable)
        {
            _late.Add(slot);
        }
    }

    /// <summary>Another process is in a slot: nothing is known of how far it is.</summary>
    public void Renew(int slot)
    {
        _reported?.Remove(slot);
        _askers?.Remove(slot);
        _late.Remove(slot);
    }

    /// <summary>Below which number this slot and others are, as far as they have said.</summary>
    /// <param name="slots">Who.</param>
    /// <param name="self">This slot.</param>
    /// <param name="behind">Who is not waited for.</param>
    public ulong LeastOf(IReadOnlyList<int> slots, int self, in SlotBits behind)
    {
        ulong least = Completed;
        foreach (int slot in slots)
        {
            bool isWaitedFor = slot != self && !behind.Contains(slot) && !_late.Contains(slot);
            least = isWaitedFor ? Math.Min(least, _reported?.GetValueOrDefault(slot) ?? 0) : least;
        }

        return least;
    }

    /// <summary>A member waits for this slot to be as far as it is.</summary>
    public void AddAsker(int slot, ulong completed)
    {
        if (completed > Completed)
        {
            (_askers ??= [])[slot] = completed;
        }
    }

    /// <summary>The members that this slot has caught up with.</summary>
    public IReadOnlyList<int> TakeAskers()
    {
        if (_askers is null)
        {
            return [];
        }

        int[] told = [.. _askers.Where(asker => asker.Value <= Completed).Select(asker => asker.Key)];
        foreach (int slot in told)
        {
            _askers.Remove(slot);
        }

        _askers = _askers.Count == 0 ? null : _askers;
        return told;
    }
}
