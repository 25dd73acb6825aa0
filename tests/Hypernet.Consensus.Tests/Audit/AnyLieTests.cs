using Hypernet.Consensus.Runs;
using Xunit;

namespace Hypernet.Consensus.Audit;

/// <summary>A slot that sends anything, and then says anything, while another may die: whatever comes of it, nobody else is named.</summary>
public sealed class AnyLieTests
{
    private const int Steps = 4;

    private static readonly int Soak = Environment.GetEnvironmentVariable("HYPERNET_SOAK") == "1" ? 10 : 1;

    private enum Lie
    {
        Truth,
        Contribution,
        Bits,
        Parts,
    }

    public static TheoryData<int> Parts => [.. Enumerable.Range(0, 10)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Nobody_but_the_liar_is_named_and_nothing_that_is_altered_passes(int part)
    {
        int named = Enumerable.Range(60_000 + (part * 20 * Soak), 20 * Soak).Count(IsNamed);
        Assert.True(named > 0, "No lie was named.");
    }

    [Theory]
    [InlineData(1_060_107)]
    public void Second_alarm_that_cannot_be_answered_yet_leaves_the_first_one_alone(int seed) => IsNamed(seed);

    private static bool IsNamed(int seed)
    {
        var (group, liar) = Group(seed);
        bool isDone = group.Run(liar);
        int[] honest = [.. Enumerable.Range(0, group.Size).Where(slot => slot != liar && group.Network.IsAlive(slot))];
        string words = $"seed {seed}, liar {liar}: {string.Join("; ", honest.Select(slot => group.Outcomes[slot]?.ToString() ?? group.ClosedBy(slot)?.Message ?? "none"))}: {string.Join("; ", group.Violations)}";
        Assert.True(isDone || group.Violations.Count > 0, words);
        Assert.All(group.Violations, violation => Assert.Contains($" of {liar}: ", violation, StringComparison.Ordinal));
        Assert.True(honest.All(slot => group.Outcomes[slot]?.Culprits is not { } culprits || culprits.Equals(SlotSet.Of(group.Size, liar))), words);
        Assert.True(honest.All(slot => group.Outcomes[slot]?.End != AuditEnd.Passed) || !group.IsAltered(honest), words);
        return honest.Any(slot => group.Outcomes[slot] is { End: AuditEnd.Failed });
    }

    private static (AuditGroup Group, int Liar) Group(int seed)
    {
        var random = new Random(seed);
        int partitions = random.Next(2, 5);
        var program = AuditProgram.Draw(random, partitions, 4, "only");

        // Mostly a supplier, sometimes a mate of one.
        int liar = (3 * random.Next(partitions)) + (random.Next(8) == 0 ? 1 : 0);
        var lie = (Lie)random.Next(4);
        int step = random.Next(Steps);
        int lieSeed = random.Next();
        var say = Saying(random, program.Count);
        var group = new AuditGroup(program, partitions, 3, (ulong)seed)
        {
            Schedule = random.Next(4) switch
            {
                0 => ScheduleKind.Tree,
                1 => ScheduleKind.Star,
                _ => null,
            },
            Play = (slot, context, run) => slot == liar && lie == Lie.Contribution ? new Liar.Run(run, given => Liar.Altered(new Random(lieSeed), context, given)) : run,
            Output = (slot, _, output) => slot != liar ? output
                : lie == Lie.Bits ? new Liar.Output(output, (_, at, payload) => at == step ? Liar.Flip(payload, new Random(lieSeed)) : payload)
                : lie == Lie.Parts ? new OddParts(output, step, new Random(lieSeed))
                : output,
            Transport = (slot, transport) => slot == liar ? new Liar.Transport(transport, say) : transport,
        };
        if (random.Next(2) == 0)
        {
            group.Network.CrashAt((liar + 1 + random.Next(group.Size - 1)) % group.Size, random.Next(600));
        }

        return (group, liar);
    }

    // What is said in one step of an audit: to all alike, to the replicas of each partition, or to each something else.
    private static Func<int, AuditMessage, AuditMessage?> Saying(Random drawn, int operations)
    {
        int what = drawn.Next(18);
        int whom = drawn.Next(3);
        int seed = drawn.Next();
        return (to, message) =>
        {
            var random = new Random(seed + (whom == 0 ? 0 : whom == 1 ? to / 3 : 100 * to));
            return (what, message.Kind) switch
            {
                (0 or 1, _) => Liar.Begins(message, item => item with { Heads = [] }),
                (2, _) => Liar.Begins(message, item => item with { IsOwn = random.Next(2) == 0, Heads = [.. item.Heads.Select(head => head with { IsAnswerable = random.Next(2) == 0 })] }),
                (3, _) => Liar.Begins(message, item => item with { Given = Other(item.Given), Link = Other(item.Link), Received = Other(item.Received) }),
                (4, _) => Liar.Shares(message, random.Next(operations), part => Liar.Flip(part, random)),
                (5, AuditKind.Claim) => random.Next(2) == 0 ? null : message with { Head = AuditClaim.ToBytes([]) },
                (6, AuditKind.Claim) => message with { Head = AuditClaim.ToBytes([.. AuditClaim.Read(message.Head).Select(claim => claim with { Kind = (uint)random.Next(4), Parts = [.. claim.Parts.Take(random.Next(2) * claim.Parts.Count)] })]) },
                (7, AuditKind.Contribution) => message with { Tail = Liar.Flip(message.Tail, random) },
                (8, > AuditKind.Shares) when random.Next(3) == 0 => message with { Head = Liar.Flip(message.Head, random) },
                _ => message,
            };

            Hash256 Other(Hash256 hash) => random.Next(3) > 0 ? hash : Hash256.Of(hash.ToBytes());
        };
    }

    /// <summary>Parts of other lengths, places and steps.</summary>
    private sealed class OddParts(IRunOutput output, int step, Random random) : IRunOutput
    {
        public void Send(int slot, int at, int chunk, long first, ReadOnlyMemory<byte> payload)
        {
            switch (at == step ? random.Next(4) : -1)
            {
                case 0:
                    output.Send(slot, at, chunk, first, payload[..random.Next(payload.Length + 1)]);
                    break;
                case 1:
                    output.Send(slot, at, chunk, first, (byte[])[.. payload.Span, .. new byte[sizeof(double)]]);
                    break;
                case 2:
                    output.Send(slot, at ^ 1, chunk, first, default);
                    break;
                case 3:
                    output.Send(slot, at, chunk, first + random.Next(2), payload);
                    break;
                default:
                    output.Send(slot, at, chunk, first, payload);
                    break;
            }
        }

        public void Complete(OperationResult result) => output.Complete(result);

        public void Fail(ConsensusException fault) => output.Fail(fault);

        public void Violated(int slot, string rule) => output.Violated(slot, rule);
    }
}
