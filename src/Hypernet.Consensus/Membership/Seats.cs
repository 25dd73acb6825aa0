namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §8: how slots are divided among partitions, and who decides. Constant for the life of a group.</summary>
/// <param name="Slots">How many there are.</param>
/// <param name="Rule">Who must agree on a view.</param>
/// <param name="Replicas">How many slots, one after the other, play one partition.</param>
/// <param name="Quorum">How many of them a view needs, where there are several.</param>
internal sealed record Seats(int Slots, QuorumRule Rule, int Replicas = 1, int Quorum = 1)
{
    /// <summary>How many partitions the program knows: its ranks.</summary>
    public int Partitions => Slots / Replicas;

    public bool AreReplicated => Replicas > 1;

    public int PartitionOf(int slot) => Replicas == 1 ? slot : slot / Replicas;

    public IEnumerable<int> SlotsOf(int partition) => Enumerable.Range(partition * Replicas, Replicas);

    public int CountOf(int partition, SlotSet slots) => slots.CountIn(partition * Replicas, (partition + 1) * Replicas);

    /// <summary>How a slot is called in messages: by its rank, and its replica.</summary>
    public string NameOf(int slot) => AreReplicated ? $"{PartitionOf(slot)}.{slot % Replicas}" : $"{slot}";

    /// <summary>Whether every partition has a quorum. One that has left as a whole needs none.</summary>
    /// <param name="voters">Who promised.</param>
    /// <param name="left">Who has left before.</param>
    public bool HaveQuorum(SlotSet voters, SlotSet left)
    {
        for (int partition = 0; partition < Partitions; partition++)
        {
            if (CountOf(partition, voters) < Quorum && CountOf(partition, left) < Replicas)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Who of those that want to leave can: those beyond a quorum; a partition as a whole once nobody needs what it gave; or all.</summary>
    /// <param name="members">Of the view.</param>
    /// <param name="leaving">Who wants to.</param>
    /// <param name="settled">Of whom nobody needs anything any more.</param>
    public SlotSet Departing(SlotSet members, SlotSet leaving, SlotSet settled)
    {
        var wanted = members.Intersect(leaving);
        if (wanted.Count == 0 || !AreReplicated || wanted.Count == members.Count)
        {
            return wanted;
        }

        var departing = SlotSet.None(Slots);
        for (int partition = 0; partition < Partitions; partition++)
        {
            var own = SlotSet.Of(Slots, SlotsOf(partition));
            var leavers = own.Intersect(wanted);
            int all = CountOf(partition, members);
            bool isOver = leavers.Count == all && leavers.Except(settled).Count == 0;
            departing = departing.Union(isOver ? leavers : SlotSet.Of(Slots, leavers.Take(Math.Max(0, all - Quorum))));
        }

        return departing;
    }
}
