namespace Hypernet.Consensus.Audit;

/// <summary>
/// The results of one communicator and name as one slot received them (docs/spec/audit.md §4). Frames carry count and head: whoever
/// received other results finds out with the next frame.
/// </summary>
/// <param name="start">Where the chain begins.</param>
/// <param name="size">Slots of the group.</param>
internal sealed class ResultChain(Hash256 start, int size)
{
    /// <summary>Heads that are kept: slots are no further apart than that (docs/spec/dac.md §3, twice over).</summary>
    public const int Kept = 128;

    private readonly HashChain _chain = new(start);
    private readonly Dictionary<ulong, Hash256> _heads = new() { [0] = start };
    private readonly (ulong Count, Hash256 Head)?[] _claims = new (ulong, Hash256)?[size];

    /// <summary>Results without a gap.</summary>
    public ulong Count => _chain.Count;

    /// <summary>The head over them: what frames carry.</summary>
    public Hash256 Head => _chain.Head;

    /// <summary>Adds a result.</summary>
    /// <param name="number">Number of its operation.</param>
    /// <param name="link">By <see cref="ResultLink"/>.</param>
    /// <returns>The slots that claimed something else for it before: delivery stops, an audit starts.</returns>
    public IReadOnlyList<int> Add(ulong number, Hash256 link)
    {
        var differing = new List<int>();
        foreach (var step in _chain.Add(number, link))
        {
            ulong count = step.Number + 1;
            _heads[count] = step.Head;
            if (count > Kept)
            {
                _heads.Remove(count - Kept - 1);
            }

            for (int slot = 0; slot < _claims.Length; slot++)
            {
                if (_claims[slot] is { } claim && claim.Count == count)
                {
                    _claims[slot] = null;
                    if (claim.Head != step.Head)
                    {
                        differing.Add(slot);
                    }
                }
            }
        }

        return differing;
    }

    /// <summary>A frame carried another slot's chain.</summary>
    /// <param name="slot">Whose.</param>
    /// <param name="count">How many results it has.</param>
    /// <param name="head">The head over them.</param>
    /// <returns>Whether they are other results. What lies ahead is compared when it comes; what lies too far back is not.</returns>
    public bool Differs(int slot, ulong count, Hash256 head)
    {
        if (_heads.TryGetValue(count, out var own))
        {
            return own != head;
        }

        // The nearest claim says it soonest, and the later ones hold it, too.
        if (count > Count && (_claims[slot] is not { } claim || count < claim.Count))
        {
            _claims[slot] = (count, head);
        }

        return false;
    }
}
