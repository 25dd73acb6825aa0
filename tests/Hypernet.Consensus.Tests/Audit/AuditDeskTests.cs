using Hypernet.Consensus.Runs;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class AuditDeskTests
{
    private static readonly int Soak = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 10 : 1;

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 10)];

    [Fact]
    public void Sums_of_an_honest_group_pass()
    {
        var group = new AuditGroup(Sums(5), 3);
        AssertPassed(group, "sums");
        Assert.All(group.Nodes, node => Assert.Equal(0, node.Evidence!.Count));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Honest_operations_of_every_kind_pass(int part)
    {
        for (int i = 0; i < 20 * Soak; i++)
        {
            int seed = (part * 20 * Soak) + i;
            var random = new Random(seed);
            int partitions = random.Next(2, 5);
            var group = new AuditGroup(AuditProgram.Draw(random, partitions), partitions, random.Next(2, 4), (ulong)seed) { Schedule = Schedule(random) };
            AssertPassed(group, $"seed {seed}");
        }
    }

    [Fact]
    public void Many_windows_pass_one_after_the_other()
    {
        var group = new AuditGroup(Sums(AuditWindow.MaxOperations + 5), 2, 2);
        AssertPassed(group, "windows");
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Slow_and_lossy_links_and_a_slot_that_dies_do_not_matter(int part)
    {
        for (int i = 0; i < 10 * Soak; i++)
        {
            AssertPassedWithADeath((part * 10 * Soak) + i);
        }
    }

    [Theory]
    [InlineData(701)]
    public void Honest_group_passes(int seed) => AssertPassedWithADeath(seed);

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    public void Replica_whose_program_gives_something_else_does_not_pass_and_the_others_do(int lazy)
    {
        var group = new AuditGroup(Sums(5), 3) { Give = (slot, _, call) => slot == lazy ? Sum(call.Name, 0, 0, 0) : call };
        Assert.True(group.Run());
        Assert.All(group.Outcomes.Index(), outcome => Assert.Equal(outcome.Index == lazy ? AuditEnd.Undecided : AuditEnd.Passed, outcome.Item!.End));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Supplier_that_sends_another_contribution_than_it_computed_is_named(int part) => Lie(part, 20, 10_000, (random, liar, target) => new Lies
    {
        Play = (slot, context, run) => slot == liar && context.Call.Name == target ? new Liar.Run(run, given => Liar.Altered(random, context, given)) : run,
    });

    [Theory]
    [MemberData(nameof(Parts))]
    public void Relay_that_sends_something_else_than_it_merged_is_named(int part) => Lie(part, 20, 20_000, (random, liar, target) =>
    {
        int left = random.Next(4);
        return new Lies
        {
            Output = (slot, context, output) => slot == liar && context.Call.Name == target
                ? new Liar.Output(output, (_, _, payload) => left-- == 0 ? Liar.Flip(payload, random) : payload)
                : output,
        };
    });

    [Theory]
    [MemberData(nameof(Parts))]
    public void Relay_that_sends_everybody_something_else_is_named(int part) => Lie(part, 20, 30_000, AlteredForAll);

    [Theory]
    [InlineData(30_992)]
    public void Relay_that_alters_scales_has_no_honest_slot_taken_for_it(int seed)
    {
        var (group, liar, isDone) = Rehearse(seed, AlteredForAll);
        Assert.True(isDone);
        Assert.Empty(group.Violations);
        AssertHonest(group, liar, isDone, false, $"seed {seed}, liar {liar}");
    }

    [Theory]
    [InlineData(31_890)]
    public void Relay_that_leaves_a_contribution_out_of_what_it_says_is_in_a_result_is_named(int seed)
    {
        var (group, liar, isDone) = Rehearse(seed, AlteredForAll);
        Assert.True(AssertHonest(group, liar, isDone, true, $"seed {seed}, liar {liar}"));
    }

    [Theory]
    [InlineData(30_020)]
    [InlineData(30_043)]
    public void Root_one_of_whose_different_outcomes_is_refused_leaves_nobody_waiting(int seed)
    {
        var (group, liar, isDone) = Rehearse(seed, AlteredForAll);

        Assert.True(isDone, string.Join("; ", group.Violations));
        Assert.All(group.Violations, violation => Assert.Contains($" of {liar}: ", violation, StringComparison.Ordinal));
        Assert.All(Enumerable.Range(0, group.Size).Where(slot => slot != liar), slot => Assert.IsNotType<LeftBehindException>(group.ClosedBy(slot)));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Supplier_that_receives_something_else_than_it_says_is_named(int part) => Lie(part, 10, 40_000, (random, liar, target) =>
    {
        int seed = random.Next();
        return new Lies
        {
            Output = (slot, context, output) => slot == liar && context.Call.Name == target
                ? new Liar.Output(output, (_, _, payload) => payload, result => result with { Value = Liar.Flip(result.Value, new Random(seed)) })
                : output,
        };
    });

    [Fact]
    public void Root_that_tells_one_partition_something_else_ends_the_group_at_once_and_is_named()
    {
        var program = Sums(10);
        bool isTold = false;
        var group = new AuditGroup(program, 3)
        {
            Schedule = ScheduleKind.Star,
            Output = (slot, _, output) => slot != 0 ? output : new Liar.Output(output, (to, step, payload) =>
            {
                if (step == 0 || to != 2 || isTold)
                {
                    return payload;
                }

                isTold = true;
                byte[] other = payload.ToArray();
                other[^1] ^= 1;
                return other;
            }),
        };
        Assert.True(AssertHonest(group, 0, group.Run(0), false, "a root"));
        Assert.All(Enumerable.Range(1, 8), slot => Assert.Equal(group.Outcomes[1], Assert.IsType<AuditFailedException>(group.ClosedBy(slot)).Outcome));
        Assert.All(Enumerable.Range(1, 8), slot => Assert.Null(group.Calls[slot][9]));
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public void Supplier_that_gives_something_else_for_a_share_is_named(int part)
    {
        int named = Enumerable.Range(50_000 + (part * 10 * Soak), 10 * Soak).Count(AlteredShareIsNamed);
        Assert.True(named > 0, "No lie was named.");
    }

    [Theory]
    [InlineData(50_166)]
    [InlineData(50_546)]
    [InlineData(50_669)]
    public void Supplier_that_gives_something_else_for_a_share_of_an_overflow_is_the_only_one_named(int seed) => Assert.True(AlteredShareIsNamed(seed));

    // A slot gives others false parts of its contribution for their shares: nobody else is named, and it is unless nothing comes of the lie.
    private static bool AlteredShareIsNamed(int seed)
    {
        var random = new Random(seed);
        int partitions = random.Next(2, 5);
        var program = AuditProgram.Draw(random, partitions, 4);
        int liar = 3 * random.Next(partitions);
        int target = random.Next(program.Count);

        // The replicas of a partition are told the same, or each something else.
        int told = random.Next(2);
        bool isAltered = false;
        var group = new AuditGroup(program, partitions, 3, (ulong)seed)
        {
            Transport = (slot, transport) => slot != liar ? transport : new Liar.Transport(transport, (to, message) => Liar.Shares(message, target, part =>
            {
                isAltered |= !part.IsEmpty;
                return Liar.Flip(part, new Random(told == 0 ? seed + (to / 3) : seed + to));
            })),
        };
        bool isNamed = AssertHonest(group, liar, group.Run(liar), false, $"seed {seed}, liar {liar}");

        // What fixed point rounds away, and another NaN, is no other contribution.
        var ends = Enumerable.Range(0, group.Size).Where(slot => slot != liar).CountBy(slot => group.Outcomes[slot]!.End).ToDictionary();
        Assert.True(isNamed || ends.GetValueOrDefault(AuditEnd.Passed) >= group.Size - 2, $"seed {seed}: {string.Join("; ", group.Outcomes.Select(outcome => outcome?.Text))}");
        Assert.True(isAltered || !isNamed);
        return isNamed;
    }

    private static void Lie(int part, int count, int first, Func<Random, int, string, Lies> lie)
    {
        int named = 0;
        int altered = 0;
        for (int i = 0; i < count * Soak; i++)
        {
            int seed = first + (part * count * Soak) + i;
            var (group, liar, isDone) = Rehearse(seed, lie);
            bool isNamed = AssertHonest(group, liar, isDone, false, $"seed {seed}, liar {liar}");
            named += isNamed ? 1 : 0;
            altered += isNamed || group.Violations.Count > 0 ? 1 : 0;
        }

        Assert.True(named > 0, $"{named} of {altered} lies were named.");
    }

    private static (AuditGroup Group, int Liar, bool IsDone) Rehearse(int seed, Func<Random, int, string, Lies> lie)
    {
        var random = new Random(seed);
        int partitions = random.Next(2, 5);
        var program = AuditProgram.Draw(random, partitions, 4, "only");
        int liar = 3 * random.Next(partitions);
        var lies = lie(random, liar, "c/" + program[random.Next(program.Count)](0).Name);
        var group = new AuditGroup(program, partitions, 3, (ulong)seed) { Schedule = Schedule(random), Play = lies.Play, Output = lies.Output };
        return (group, liar, group.Run(liar));
    }

    // What a slot sends in one step is wrong, whoever receives it.
    private static Lies AlteredForAll(Random random, int liar, string target)
    {
        int step = random.Next(3);
        int seed = random.Next();
        return new Lies
        {
            Output = (slot, context, output) => slot == liar && context.Call.Name == target
                ? new Liar.Output(output, (_, at, payload) => at == step ? Liar.Flip(payload, new Random(seed)) : payload)
                : output,
        };
    }

    // No honest slot is accused, and what is altered does not pass. Who breaks a rule of the runs is expelled at once.
    private static bool AssertHonest(AuditGroup group, int liar, bool isDone, bool isAltered, string context)
    {
        // Who breaks a rule is expelled. Where an honest slot passed on what broke it, its partition may be left without a quorum.
        bool isExpelled = !isDone && group.Violations.Count > 0;
        Assert.True(isExpelled || isDone, $"{context}: {string.Join("; ", group.Outcomes.Select(outcome => outcome?.Text ?? "none"))}, {string.Join("; ", group.Violations)}");
        int[] honest = [.. Enumerable.Range(0, group.Size).Where(slot => slot != liar)];
        isAltered |= group.IsAltered(honest);
        string words = $"{context}: {string.Join("; ", honest.Select(slot => group.Outcomes[slot] is { } outcome ? $"{outcome.End} {outcome.Text}" : group.ClosedBy(slot)?.Message))}: {string.Join("; ", group.Violations)}";
        isExpelled |= group.Violations.Count > 0;
        Assert.True(honest.All(slot => group.Outcomes[slot]?.End != AuditEnd.Passed) || !isAltered, words);
        Assert.True(honest.All(slot => group.Outcomes[slot]?.Culprits is not { } culprits || culprits.Equals(SlotSet.Of(group.Size, liar))), words);
        Assert.True(isExpelled || !isAltered || honest.All(slot => group.Outcomes[slot] is { End: AuditEnd.Failed } outcome && outcome == group.Outcomes[honest[0]]), words);
        return group.Outcomes[honest[0]] is { End: AuditEnd.Failed };
    }

    private static void AssertPassedWithADeath(int seed)
    {
        var random = new Random(seed);
        int partitions = random.Next(2, 4);
        var group = new AuditGroup(AuditProgram.Draw(random, partitions), partitions, 3, (ulong)seed) { Schedule = Schedule(random) };
        group.Network.Loss = random.Next(2) == 0 ? 0.05 : 0;
        group.Network.Duplicate = group.Network.Loss;
        group.Network.Reorder = 0.1;
        group.Network.MaxDelay = TimeSpan.FromMilliseconds(random.Next(1, 30));
        group.Network.CrashAt(random.Next(group.Size), random.Next(4000));
        AssertPassed(group, $"seed {seed}");
    }

    private static void AssertPassed(AuditGroup group, string context)
    {
        Assert.True(group.Run(), $"{context}: {string.Join("; ", group.Outcomes.Select(outcome => outcome?.ToString() ?? "none"))}");
        for (int slot = 0; slot < group.Size; slot++)
        {
            Assert.True(!group.Network.IsAlive(slot) || group.Outcomes[slot] == AuditOutcome.Passed, $"{context}, {slot}: {group.ClosedBy(slot)?.Message} {string.Join("; ", group.Outcomes.Select(outcome => outcome?.Text ?? "none"))}; {string.Join("; ", group.Violations)}");
        }
    }

    private static ScheduleKind? Schedule(Random random) => random.Next(4) switch
    {
        0 => ScheduleKind.Tree,
        1 => ScheduleKind.Star,
        _ => null,
    };

    private static IReadOnlyList<Func<int, OperationCall>> Sums(int count) =>
        [.. Enumerable.Range(0, count).Select(k => (Func<int, OperationCall>)(partition => Sum("x", partition + (k / 3.0), 1e300, -k)))];

    private sealed record Lies
    {
        public Func<int, RunContext, IRun, IRun> Play { get; init; } = (_, _, run) => run;

        public Func<int, RunContext, IRunOutput, IRunOutput> Output { get; init; } = (_, _, output) => output;
    }
}
