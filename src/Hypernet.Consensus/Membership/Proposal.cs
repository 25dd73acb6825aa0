namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: a ballot, as its proposer sees it.</summary>
/// <param name="seats">Of the group.</param>
/// <param name="ballot">Its number.</param>
/// <param name="asked">Who must promise, and then accept: the proposer too.</param>
internal sealed class Proposal(Seats seats, Ballot ballot, SlotSet asked)
{
    private readonly SortedDictionary<int, Promise> _promises = [];
    private SlotBits _accepted;
    private int _acceptedCount;

    public Ballot Ballot { get; } = ballot;

    public SlotSet Asked { get; } = asked;

    /// <summary>What it proposes; null while promises are missing.</summary>
    public Plan? Plan { get; private set; }

    public bool IsPromised => _promises.Count == Asked.Count;

    public bool IsAccepted => _acceptedCount == Asked.Count;

    /// <summary>The view with the highest ballot that a promiser has accepted.</summary>
    public View Accepted => _promises.Values.Select(promise => promise.Accepted).MaxBy(view => view.Ballot)!;

    public void Add(int slot, Promise promise)
    {
        if (Asked.Contains(slot))
        {
            _promises.TryAdd(slot, promise);
        }
    }

    public void AddAccepted(int slot)
    {
        if (Asked.Contains(slot) && _accepted.Add(slot))
        {
            _acceptedCount++;
        }
    }

    /// <summary>Makes the plan of all promises.</summary>
    /// <param name="joining">Processes that ask to become members, and their slots. They have no vote.</param>
    public Plan MakePlan(IEnumerable<KeyValuePair<int, ulong>> joining)
    {
        var accepted = Accepted;
        var wanted = Where(promise => promise.Leaving != Leaving.No);
        var leaving = seats.Departing(Asked.Intersect(accepted.Members), wanted, Where(promise => promise.Leaving == Leaving.Settled));
        var members = Asked.Except(seats.AreReplicated ? leaving : wanted).Intersect(accepted.Members);
        var left = accepted.Left.Union(seats.AreReplicated ? Ended(members, leaving) : wanted);
        var view = seats.AreReplicated
            ? Welcome(accepted, members, left, joining)
            : new View(seats, Ballot, members, Asked, left, members.Count == 0 ? [] : Players(members, wanted));
        return Plan = new Plan(view, [.. Adopt(members)]);
    }

    /// <summary>The view with those who join: in place of former processes, and in partitions that are not over.</summary>
    private View Welcome(View accepted, SlotSet members, SlotSet left, IEnumerable<KeyValuePair<int, ulong>> joining)
    {
        var processes = new SortedDictionary<int, ulong>();
        foreach (int member in members)
        {
            if (accepted.ProcessOf(member) is > 0 and var process)
            {
                processes[member] = process;
            }
        }

        var joiners = joining.Where(joiner => !Asked.Contains(joiner.Key) && seats.CountOf(seats.PartitionOf(joiner.Key), members) > 0).ToList();
        foreach ((int slot, ulong process) in joiners)
        {
            processes[slot] = process;
        }

        var newcomers = SlotSet.Of(Asked.Size, joiners.Select(joiner => joiner.Key));
        members = members.Union(newcomers);
        return new View(seats, Ballot, members, Asked, left.Except(newcomers), [], Suppliers(accepted, members), [.. processes]);
    }

    private SlotSet Where(Func<Promise, bool> condition) =>
        SlotSet.Of(Asked.Size, _promises.Where(promise => condition(promise.Value)).Select(promise => promise.Key));

    // A partition that nobody is left of has left with all its slots: it needs no quorum any more.
    private SlotSet Ended(SlotSet members, SlotSet leaving) => SlotSet.Of(Asked.Size, leaving.SelectMany(slot =>
        seats.CountOf(seats.PartitionOf(slot), members) == 0 ? seats.SlotsOf(seats.PartitionOf(slot)) : [slot]));

    private int[] Suppliers(View accepted, SlotSet members) =>
        [.. Enumerable.Range(0, seats.Partitions).Select(partition => Supplier(partition, accepted.SupplierOf(partition), members))];

    /// <summary>
    /// A supplier stays unless its mates wait for it. The next one comes after it in the ring of its partition: first of those that wait,
    /// then of those whose program runs. Who is told what is over, has just joined, or has computed something
    /// else than its mates supplies only if nobody else can.
    /// </summary>
    private int Supplier(int partition, int old, SlotSet members)
    {
        int Unfitness(int slot) => !_promises.TryGetValue(slot, out var promise) ? 5
            : promise.IsInMinority ? slot == old ? 6 : 7
            : promise.IsBehind ? 4
            : slot == old ? 1
            : promise.IsSupplierSlow && members.Contains(old) ? 0
            : promise.Leaving == Leaving.No ? 2 : 3;

        var candidates = seats.SlotsOf(partition).Where(members.Contains).OrderBy(slot => slot < old).ToList();
        return candidates.Count == 0 ? -1 : candidates.MinBy(Unfitness);
    }

    private KeyValuePair<int, int>[] Players(SlotSet members, SlotSet leaving)
    {
        var players = new SortedDictionary<int, int>();
        foreach (int leaver in leaving)
        {
            players[leaver] = View.HeirOf(leaver, members);
        }

        // What a member holds stays with it; what a leaver holds goes on to its heir.
        foreach ((int slot, var promise) in _promises.OrderBy(promise => promise.Value.Leaving))
        {
            foreach (int origin in promise.Held.Except(Asked).Except(members))
            {
                players.TryAdd(origin, members.Contains(slot) ? slot : View.HeirOf(slot, members));
            }
        }

        return [.. players];
    }

    private IEnumerable<Adoption> Adopt(SlotSet members)
    {
        // Where partitions have replicas a leaver's result is computed anew, unless a member has it: nothing is missing for that.
        var completed =
            from promise in _promises
            where !seats.AreReplicated || members.Contains(promise.Key)
            orderby members.Contains(promise.Key) descending, promise.Key
            from operation in promise.Value.Completed
            where operation.Scope != EndingScope.Own
            group (Slot: promise.Key, Operation: operation) by operation.Key;
        foreach (var reports in completed)
        {
            // A root that is there and has not completed must do so itself: nobody else has its value.
            var operation = reports.ToList();
            var first = operation[0];
            int root = first.Operation.Scope == EndingScope.Root ? first.Operation.Root : -1;
            int holder = operation.FindIndex(report => seats.PartitionOf(report.Slot) == root);
            if (root >= 0 && holder < 0 && seats.SlotsOf(root).Any(members.Contains))
            {
                continue;
            }

            // The digest is the source's own: where results differ, nobody is to take a source that tells the truth for a liar.
            var source = holder >= 0 ? operation[holder] : first;
            bool isConflict = operation.Select(report => (report.Operation.Scope, report.Operation.Digest)).Distinct().Skip(1).Any();
            yield return new Adoption(reports.Key, source.Slot, source.Operation.Digest, isConflict);
        }
    }
}
