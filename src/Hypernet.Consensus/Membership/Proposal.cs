namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4: a ballot, as its proposer sees it.</summary>
/// <param name="ballot">Its number.</param>
/// <param name="asked">Who must promise, and then accept: the proposer too.</param>
internal sealed class Proposal(Ballot ballot, SlotSet asked)
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
    public Plan MakePlan()
    {
        var accepted = Accepted;
        var leaving = SlotSet.Of(Asked.Size, _promises.Where(promise => promise.Value.IsLeaving).Select(promise => promise.Key));
        var members = Asked.Except(leaving).Intersect(accepted.Members);
        var view = new View(Ballot, members, Asked, accepted.Left.Union(leaving), members.Count == 0 ? [] : Players(members, leaving));
        return Plan = new Plan(view, [.. Adopt(members)]);
    }

    private KeyValuePair<int, int>[] Players(SlotSet members, SlotSet leaving)
    {
        var players = new SortedDictionary<int, int>();
        foreach (int leaver in leaving)
        {
            players[leaver] = View.HeirOf(leaver, members);
        }

        // What a member holds stays with it; what a leaver holds goes on to its heir.
        foreach ((int slot, var promise) in _promises.OrderBy(promise => promise.Value.IsLeaving))
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
        var completed =
            from promise in _promises
            orderby members.Contains(promise.Key) descending, promise.Key
            from operation in promise.Value.Completed
            where operation.Scope != EndingScope.Own
            group (Slot: promise.Key, Operation: operation) by operation.Key;
        foreach (var operation in completed)
        {
            // A root that is there and has not completed must do so itself: nobody else has its value.
            var first = operation.First();
            int root = first.Operation.Scope == EndingScope.Root ? first.Operation.Root : -1;
            bool hasRoot = operation.Any(report => report.Slot == root);
            if (members.Contains(root) && !hasRoot)
            {
                continue;
            }

            int source = hasRoot ? root : first.Slot;
            bool isConflict = operation.Select(report => (report.Operation.Scope, report.Operation.Digest)).Distinct().Skip(1).Any();
            yield return new Adoption(operation.Key, source, first.Operation.Digest, isConflict);
        }
    }
}
