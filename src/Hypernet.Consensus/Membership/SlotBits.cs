namespace Hypernet.Consensus.Membership;

/// <summary>A set of slots that changes often: without memory of its own up to 64 slots.</summary>
internal struct SlotBits
{
    private ulong _low;
    private ulong[]? _high;

    public readonly bool Contains(int slot) => slot < 64
        ? (_low >> slot & 1) != 0
        : _high is not null && slot / 64 <= _high.Length && (_high[(slot / 64) - 1] >> (slot % 64) & 1) != 0;

    /// <summary>Adds a slot.</summary>
    /// <returns>Whether it is new.</returns>
    public bool Add(int slot)
    {
        if (Contains(slot))
        {
            return false;
        }

        if (slot < 64)
        {
            _low |= 1UL << slot;
            return true;
        }

        if (_high is null || _high.Length < slot / 64)
        {
            Array.Resize(ref _high, slot / 64);
        }

        _high[(slot / 64) - 1] |= 1UL << (slot % 64);
        return true;
    }

    public void Remove(int slot)
    {
        if (slot < 64)
        {
            _low &= ~(1UL << slot);
        }
        else if (_high is not null && slot / 64 <= _high.Length)
        {
            _high[(slot / 64) - 1] &= ~(1UL << (slot % 64));
        }
    }

    public void Clear()
    {
        _low = 0;
        _high = null;
    }
}
