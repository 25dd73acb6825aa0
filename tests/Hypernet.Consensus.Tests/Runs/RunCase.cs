using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Xunit;

namespace Hypernet.Consensus.Runs;

/// <summary>An operation in a view, drawn from a seed: who is a member, who gave what, and who plays what was handed over.</summary>
internal sealed class RunCase
{
    private static readonly (ElementType Type, ReduceOperator Operator)[] Reductions =
    [
        .. from type in new[] { ElementType.F64, ElementType.F32, ElementType.I32, ElementType.I64, ElementType.U64, ElementType.ExactSum } select (type, ReduceOperator.Sum),
        .. from type in new[] { ElementType.F64, ElementType.F32, ElementType.ExactSum } select (type, ReduceOperator.Mean),
        (ElementType.F64, ReduceOperator.WeightedMean),
        (ElementType.F32, ReduceOperator.WeightedMean),
        .. from type in new[] { ElementType.F64, ElementType.F32, ElementType.I32, ElementType.I64, ElementType.U64, ElementType.Bool }
           from reduction in new[] { ReduceOperator.Min, ReduceOperator.Max }
           select (type, reduction),
        .. from type in new[] { ElementType.I32, ElementType.I64, ElementType.U64, ElementType.Bool, ElementType.Bytes }
           from reduction in new[] { ReduceOperator.And, ReduceOperator.Or }
           select (type, reduction),
        (ElementType.Bytes, ReduceOperator.Ordered),
    ];

    private readonly Random _chance;

    public RunCase(int seed, int size, OperationKind? kind = null, bool isWhole = false)
    {
        _chance = new Random(seed);
        Seed = seed;
        Size = size;
        Call = Draw(kind ?? (OperationKind)_chance.Next(1, 9));
        int[] members = isWhole || _chance.Next(2) == 0 ? [.. Enumerable.Range(0, size)] : [.. Enumerable.Range(0, size).Where(_ => _chance.Next(4) > 0)];
        members = members.Length > 0 ? members : [_chance.Next(size)];
        Plays = members.ToDictionary(member => member, _ => new List<KeyValuePair<int, ReadOnlyMemory<byte>>>());
        double[][] columns = [.. Enumerable.Range(0, (int)Call.Descriptor.Count + 1).Select(_ => Doubles.List(_chance, size))];
        for (int slot = 0; slot < size; slot++)
        {
            bool isMember = Plays.ContainsKey(slot);
            if (isMember || _chance.Next(2) == 0)
            {
                Given[slot] = Contribution(slot, columns);
                Plays[isMember ? slot : members[_chance.Next(members.Length)]].Add(new(slot, Given[slot]));
            }
        }
    }

    public int Seed { get; }

    public int Size { get; }

    public OperationCall Call { get; }

    /// <summary>What each slot gave, before some of them went.</summary>
    public SortedDictionary<int, byte[]> Given { get; } = [];

    /// <summary>By member.</summary>
    public Dictionary<int, List<KeyValuePair<int, ReadOnlyMemory<byte>>>> Plays { get; }

    /// <summary>The schedules that this operation may have.</summary>
    public IEnumerable<ScheduleKind> Schedules => Call.Descriptor.Kind == OperationKind.Exchange ? [ScheduleKind.Exchange]
        : [ScheduleKind.Star, ScheduleKind.Tree, ScheduleKind.Census, .. ScheduleChoice.IsByElement(Call.Descriptor) && Call.Descriptor.Count > 0 ? [ScheduleKind.Direct] : Array.Empty<ScheduleKind>()];

    /// <summary>Plays it by one schedule, and holds what becomes of each member against the reference.</summary>
    public RunCluster Play(ScheduleKind schedule)
    {
        var cluster = new RunCluster(Seed, Size, Call, Plays, schedule).Play();
        string words = $"seed {Seed}, {Size} slots, members {string.Join(' ', Plays.Keys)}, {schedule}, {Call.Descriptor}";
        var contributors = SlotSet.Of(Size, Given.Keys);
        var needed = Call.Descriptor.OnLoss == OnLoss.Strict ? SlotSet.All(Size) : SlotSet.Of(Size, Call.Descriptor.Kind.IsRooted() ? [Call.Descriptor.Root] : []);
        foreach (var (slot, output) in cluster.Outputs)
        {
            Assert.True(output.Ends == 1 && output.Violations.Count == 0, $"{words}: {output.Ends} ends, {string.Join(", ", output.Violations)}");
            bool isIn(int from) => Call.Descriptor.Kind != OperationKind.Exchange || Call.OutNeighbors![from].Contains(slot);
            var lost = SlotSet.Of(Size, needed.Except(contributors).Where(isIn));
            if (lost.Count > 0)
            {
                Assert.Equal(lost, Assert.IsType<RankLostException>(output.Fault).Lost);
                continue;
            }

            byte[]? expected = Reference.Value(Size, Call, Given, slot);
            if (expected is null)
            {
                Assert.Contains("out of the range", Assert.IsType<InvalidCallException>(output.Fault).Message, StringComparison.Ordinal);
                Assert.Equal(cluster.Outputs.First().Value.Fault!.Message, output.Fault!.Message);
                continue;
            }

            Assert.True(output.Fault is null, $"{words}: {output.Fault}");
            Assert.Equal(SlotSet.Of(Size, contributors.Where(isIn)), output.Result!.Contributors);
            Assert.True(expected.AsSpan().SequenceEqual(output.Result.Value.Span),
                $"{words}: {Convert.ToHexString(expected)} was expected at {slot}, not {Convert.ToHexString(output.Result.Value.Span)}");
        }

        return cluster;
    }

    /// <summary>The doubles behind a contribution of exact sums, by element.</summary>
    public static double[][] ExactSums(byte[] contribution) => ExactSumsOf[Convert.ToHexString(contribution)];

    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, double[][]> ExactSumsOf = [];

    private OperationCall Draw(OperationKind kind)
    {
        var (type, reduction) = kind.IsReduction() ? Reductions[_chance.Next(Reductions.Length)]
            : kind == OperationKind.Barrier ? (ElementType.Bytes, ReduceOperator.None)
            : ((ElementType)_chance.Next(7), ReduceOperator.None);
        var descriptor = new Descriptor
        {
            Kind = kind,
            Type = type,
            Operator = reduction,
            OnLoss = _chance.Next(4) == 0 ? OnLoss.Strict : OnLoss.Survivors,
            Root = kind.IsRooted() ? _chance.Next(Size) : 0,
            Count = reduction == ReduceOperator.Ordered || kind == OperationKind.Barrier ? 0 : kind.IsReduction() ? _chance.Next(1, 6) : _chance.Next(4),
        };
        return new OperationCall
        {
            Descriptor = descriptor,
            Merge = (low, high) => (byte[])[(byte)'(', .. low.Span, .. high.Span, (byte)')'],
            OutNeighbors = kind == OperationKind.Exchange
                ? [.. Enumerable.Range(0, Size).Select(_ => (IReadOnlyList<int>)[.. Enumerable.Range(0, Size).Where(_ => _chance.Next(3) == 0)])]
                : null,
        };
    }

    private byte[] Contribution(int slot, double[][] columns)
    {
        var descriptor = Call.Descriptor;
        if (descriptor.Kind == OperationKind.Barrier || (descriptor.Kind.IsFromRoot() && slot != descriptor.Root))
        {
            return [];
        }

        if (descriptor.Kind == OperationKind.Scatter)
        {
            return PartList.Write([.. Enumerable.Range(0, Size).Select(_ => (ReadOnlyMemory<byte>?)Elements())]);
        }

        return (descriptor.Type, descriptor.Operator) switch
        {
            (ElementType.Bytes, ReduceOperator.Ordered) => [(byte)('A' + slot)],
            (ElementType.ExactSum, _) => ExactContribution(slot, columns),
            (ElementType.F64, ReduceOperator.WeightedMean) => Bytes([.. Column(slot, columns), 1 + _chance.NextDouble()]),
            (ElementType.F64, _) => Bytes(Column(slot, columns)),
            (ElementType.F32, ReduceOperator.WeightedMean) => Bytes([.. Column(slot, columns).Select(x => Math.Clamp((float)x, -1e38f, 1e38f)), 1 + _chance.NextSingle()]),
            (ElementType.F32, ReduceOperator.None) => Elements(),
            (ElementType.F32, _) => Bytes([.. Column(slot, columns).Select(x => (float)x)]),
            _ => Elements(),
        };
    }

    private double[] Column(int slot, double[][] columns) => [.. columns.SkipLast(1).Select(column => column[slot])];

    private byte[] Elements()
    {
        var descriptor = Call.Descriptor;
        int count = descriptor.Count > 0 || descriptor.Kind.IsReduction() ? (int)descriptor.Count : _chance.Next(4);
        byte[] bytes = new byte[count * descriptor.Type.Width()];
        _chance.NextBytes(bytes);

        // Half of all integers are small, so that sums fit.
        int sparse = _chance.Next(2);
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = descriptor.Type == ElementType.Bool ? (byte)(bytes[i] & 1)
                : sparse == 0 && descriptor.Operator == ReduceOperator.Sum && i % descriptor.Type.Width() > 1 ? (byte)0
                : bytes[i];
        }

        return bytes;
    }

    private byte[] ExactContribution(int slot, double[][] columns)
    {
        double[][] values = [.. Column(slot, columns).Select(x => (double[])[x, 1e16 * _chance.NextDouble(), -x / 3])];
        byte[] bytes = [.. values.SelectMany(list =>
        {
            var sum = new ExactSum();
            sum.Add(list);
            return sum.ToBytes();
        })];
        ExactSumsOf[Convert.ToHexString(bytes)] = values;
        return bytes;
    }

    private static byte[] Bytes<T>(T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes<T>(values).ToArray();
}
