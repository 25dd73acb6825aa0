using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Audit;

/// <summary>Operations drawn from a seed, of every kind, and of sizes that take every schedule.</summary>
internal static class AuditProgram
{
    public static IReadOnlyList<Func<int, OperationCall>> Draw(Random random, int partitions, int most = 8, string? name = null) =>
        [.. Enumerable.Range(0, random.Next(1, most + 1)).Select(number => Draw(random, partitions, name ?? "xyz"[random.Next(3)..][..1] + (name is null ? "" : number)))];

    /// <summary>One operation: what each partition calls.</summary>
    public static Func<int, OperationCall> Draw(Random random, int partitions, string name)
    {
        int kind = random.Next(8);
        if (kind > 4)
        {
            return DrawLarge(random, partitions, name, kind);
        }

        if (kind == 4)
        {
            // Replicas may give different things: their clocks, say.
            byte[] answers = [.. Enumerable.Range(0, partitions).Select(_ => (byte)random.Next(2))];
            return partition => new OperationCall
            {
                Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.Bool, Operator = ReduceOperator.And, Count = 1, Parameter = Descriptor.Decision },
                Contribution = answers.AsMemory(partition, 1),
                Name = name,
            };
        }

        var drawn = new RunCase(random.Next(), partitions, isWhole: true);
        return partition => drawn.Call with { Contribution = drawn.Given[partition], Name = name };
    }

    private static Func<int, OperationCall> DrawLarge(Random random, int partitions, string name, int kind)
    {
        int count = (128 * partitions) + random.Next(200);
        bool isWeighted = kind == 5 && random.Next(2) == 0;
        double[][] given = [.. Enumerable.Range(0, partitions).Select(_ => (double[])[.. Doubles.List(random, count), .. isWeighted ? [random.NextDouble()] : Array.Empty<double>()])];
        var descriptor = new Descriptor
        {
            Kind = kind == 5 ? OperationKind.Reduce : OperationKind.AllReduce,
            Type = ElementType.F64,
            Operator = isWeighted ? ReduceOperator.WeightedMean : random.Next(2) == 0 ? ReduceOperator.Sum : ReduceOperator.Mean,
            Root = kind == 5 ? random.Next(partitions) : 0,
            Count = count,
            Exactness = kind == 7 ? Exactness.FixedPoint : Exactness.Default,
            Digits = (byte)(kind == 7 ? 6 * random.Next(3) : 0),
        };
        return partition => new OperationCall { Descriptor = descriptor, Contribution = MemoryMarshal.AsBytes(given[partition].AsSpan()).ToArray(), Name = name };
    }
}
