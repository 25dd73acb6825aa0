namespace Hypernet.Agent.Keeping;

/// <summary>docs/spec/joined.md §9: which ranks keep what a rank has computed. All of them are of other groups.</summary>
internal static class KeeperRule
{
    private const int Each = 2;

    /// <summary>
    /// The keepers of a rank: the same replica of each of the next two groups; of two groups, that of the other one and the replica after it.
    /// </summary>
    /// <param name="rank">The rank.</param>
    /// <param name="groups">Groups of the job.</param>
    /// <param name="replication">Replicas of each.</param>
    /// <returns>Two ranks; one, if the others have no more; none in a job of one group.</returns>
    public static IReadOnlyList<int> Of(int rank, int groups, int replication)
    {
        int others = groups - 1;
        var (group, replica) = (rank / replication, rank % replication);
        return others == 0 ? [] :
        [
            .. Enumerable.Range(0, Each)
                .Select(turn => ((group + 1 + (turn % others)) % groups * replication) + ((replica + (turn / others)) % replication))
                .Distinct(),
        ];
    }

    /// <summary>The ranks that have the checkpoints of a group, its own first.</summary>
    /// <param name="group">The group.</param>
    /// <param name="groups">Groups of the job.</param>
    /// <param name="replication">Replicas of each.</param>
    public static IReadOnlyList<int> OfGroup(int group, int groups, int replication)
    {
        var own = Enumerable.Range(group * replication, replication).ToList();
        return [.. own.Concat(own.SelectMany(rank => Of(rank, groups, replication))).Distinct()];
    }
}
