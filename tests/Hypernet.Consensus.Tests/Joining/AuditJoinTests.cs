using Hypernet.Consensus.Audit;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Joining;

/// <summary>A replica's process without memory becomes a member before, while or after the others audit, and ends the audit as they do.</summary>
public sealed class AuditJoinTests
{
    // HYPERNET_SOAK=1 dotnet test tests/Hypernet.Consensus.Tests --filter AuditJoin
    private static readonly int Seeds = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 1_000 : 60;

    public static TheoryData<int> Victims => [.. Enumerable.Range(0, 6)];

    [Theory]
    [MemberData(nameof(Victims))]
    public void Replica_may_be_killed_at_any_event_and_pass_the_audit_anew(int victim)
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            int point = 400 * seed / Seeds;
            var group = Group(seed);
            group.Network.CrashAt(victim, point);
            group.RestartAfter(TimeSpan.FromMicroseconds(point * 100), victim);

            AssertPassed(group, $"{victim} is killed at {point}");
        }
    }

    [Fact]
    public void Joiner_that_is_met_after_the_view_that_names_it_hears_what_was_said_before()
    {
        for (int cut = 1; cut < 5; cut++)
        {
            var group = Group(cut, slot => slot == 5 ? TimeSpan.FromSeconds(5) : TimeSpan.Zero);
            int[] apart = [cut];
            group.After(TimeSpan.FromMilliseconds(500), () => group.Network.Cut([0], apart));
            group.RestartAfter(TimeSpan.FromMilliseconds(600), 0);
            group.After(TimeSpan.FromMilliseconds(1_100), group.Network.Heal);

            AssertPassed(group, $"0 apart from {cut}");
        }
    }

    [Fact]
    public void Replicas_may_be_killed_one_after_the_other_on_a_bad_network()
    {
        for (int seed = 0; seed < Seeds; seed++)
        {
            var random = new Random(seed);
            int late = random.Next(6);
            var group = Group(seed, slot => TimeSpan.FromMilliseconds(slot == late ? random.Next(200) : random.Next(5)));
            (group.Network.Loss, group.Network.Duplicate, group.Network.Reorder) = (0.1 * random.NextDouble(), 0.1 * random.NextDouble(), 0.1 * random.NextDouble());
            int first = random.Next(6);
            int at = random.Next(60_000);
            int second = random.Next(6);
            group.RestartAfter(TimeSpan.FromMicroseconds(at), first);
            group.RestartAfter(TimeSpan.FromMicroseconds(at + random.Next(100_000)), second, () => IsNeeded(group, second));

            AssertPassed(group, $"seed {seed}: {first}, {second}");
        }
    }

    private static AuditGroup Group(int seed, Func<int, TimeSpan>? late = null)
    {
        var program = Enumerable.Range(0, 6).Select(number => (Func<int, OperationCall>)(partition => Sum($"x{number % 2}", partition, number)));
        return new AuditGroup([.. program], partitions: 2, seed: (ulong)seed) { Late = late ?? (_ => TimeSpan.Zero) };
    }

    // Whoever has no memory has no vote, and whoever is behind cannot tell what is over.
    private static bool IsNeeded(AuditGroup group, int victim) => group.Nodes.Index().Any(node =>
        node.Index != victim && group.PartitionOf(node.Index) == group.PartitionOf(victim) && (node.Item.IsJoining || node.Item.IsBehind));

    private static void AssertPassed(AuditGroup group, string context)
    {
        bool isDone = group.Run();
        var ends = group.Nodes.Select((node, slot) =>
            $"{slot}{(node.IsJoining ? " joins" : "")}{(node.IsBehind ? " is behind" : "")}: {group.Outcomes[slot]?.End.ToString() ?? "none"} {group.Outcomes[slot]?.Text ?? group.ClosedBy(slot)?.Message}");
        Assert.True(isDone && group.Outcomes.All(outcome => outcome?.End == AuditEnd.Passed), $"{context}: {string.Join("; ", ends)}");
        Assert.Empty(group.Violations);
    }
}
