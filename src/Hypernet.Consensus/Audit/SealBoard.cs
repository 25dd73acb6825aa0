namespace Hypernet.Consensus.Audit;

/// <summary>
/// Compares the seals of a group's replicas for one operation (docs/spec/audit.md §3). A seal hides what it covers: two can be
/// compared only by who knows what one of them covers, the own one or one that was opened in a dispute.
/// </summary>
/// <param name="replicas">Replicas of the group, r.</param>
/// <param name="quorum">Equal ones that decide, q: more than half.</param>
/// <param name="seal">What a replica's seal over something is.</param>
internal sealed class SealBoard(int replicas, int quorum, Func<int, Hash256, Hash256> seal)
{
    private readonly Place[] _places = new Place[replicas];
    private readonly List<Hash256> _known = [];

    private struct Place
    {
        public Hash256? Seal;
        public Hash256? Covered;
        public bool IsSilent;
        public bool IsContradictory;
    }

    /// <summary>What a quorum sealed; null while none did.</summary>
    public Hash256? Decided { get; private set; }

    /// <summary>Whether no quorum can come about, whatever the others still say: nobody commits then.</summary>
    public bool IsHopeless => Decided is null
        && _known.All(covered => Count(covered) + Open < quorum)
        && _places.Count(place => place is { Seal: not null, Covered: null, IsContradictory: false }) + Open < quorum;

    /// <summary>Whether no quorum of equals of one replica can come about any more.</summary>
    /// <param name="replica">Whose seal was revealed.</param>
    public bool IsLost(int replica) => Decided is null && _places[replica].Covered is { } covered && Count(covered) + Open < quorum;

    // Those that may still seal anything.
    private int Open => _places.Count(place => place is { Seal: null, IsSilent: false });

    /// <summary>A replica sealed.</summary>
    /// <param name="replica">From 0.</param>
    /// <param name="given">Its seal: a stranger's.</param>
    public void Hear(int replica, Hash256 given)
    {
        ref var place = ref _places[replica];
        if (place.Seal is { } before)
        {
            place.IsContradictory |= before != given;
        }
        else
        {
            place.Seal = given;
            place.IsSilent = false;
        }

        Compare();
    }

    /// <summary>What a seal covers became known: this replica's own, or one that a mate opened.</summary>
    /// <param name="replica">Whose.</param>
    /// <param name="covered">What it covers.</param>
    /// <returns>Whether that replica's seal covers it.</returns>
    public bool Reveal(int replica, Hash256 covered)
    {
        if (_places[replica].Seal != seal(replica, covered))
        {
            return false;
        }

        if (!_known.Contains(covered))
        {
            _known.Add(covered);
            Compare();
        }

        return true;
    }

    /// <summary>A replica is gone, or its slot is empty. What it sealed before still counts.</summary>
    /// <param name="replica">From 0.</param>
    public void Silence(int replica) => _places[replica].IsSilent = true;

    /// <summary>What is known of a replica: of the supplier, whether it must be replaced.</summary>
    /// <param name="replica">From 0.</param>
    public SealVerdict this[int replica]
    {
        get
        {
            var place = _places[replica];
            return place.IsContradictory ? SealVerdict.Contradictory
                : Decided is null || place.Seal is null ? SealVerdict.Undecided
                : place.Covered == Decided ? SealVerdict.Agrees
                : SealVerdict.Minority;
        }
    }

    private int Count(Hash256 covered) => _places.Count(place => place.Covered == covered && !place.IsContradictory);

    private void Compare()
    {
        for (int i = 0; i < _places.Length; i++)
        {
            foreach (var covered in _known)
            {
                _places[i].Covered ??= _places[i].Seal == seal(i, covered) ? covered : null;
            }
        }

        Decided ??= _known.Select(covered => (Hash256?)covered).FirstOrDefault(covered => Count(covered!.Value) >= quorum);
    }
}
