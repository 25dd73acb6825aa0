using Hypernet.Consensus.Membership;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

/// <summary>A list of operations, and what each gives every partition when nothing happens and nobody has replicas.</summary>
internal sealed class OperationList
{
    private readonly Func<int, OperationCall>[] _operations;
    private readonly OperationResult[][] _whole;

    private OperationList(int partitions, params Func<int, OperationCall>[] operations)
    {
        Partitions = partitions;
        _operations = operations;
        _whole = new OperationResult[partitions][];
        var group = new SimulatedGroup(partitions);
        var calls = operations.Select(operation => group.CallAll(operation)).ToList();
        Assert.True(calls.TrueForAll(group.Run));
        for (int partition = 0; partition < partitions; partition++)
        {
            _whole[partition] = [.. calls.Select(call => call[partition].Result!)];
        }
    }

    public int Partitions { get; }

    public int Count => _operations.Length;

    public OperationCall Call(int partition, int number) => _operations[number](partition);

    public OperationResult Whole(int partition, int number) => _whole[partition][number];

    /// <summary>Sums, one after the other.</summary>
    public static OperationList Sums(int partitions, int count) =>
        new(partitions, [.. Enumerable.Range(0, count).Select(number => (Func<int, OperationCall>)(partition => Sum("x", Value(partition, number))))]);

    /// <summary>One operation for each way in which results are good for others: for everyone, for the root, for each alone.</summary>
    public static OperationList OfScopes(int partitions) => new(
        partitions,
        partition => Sum("x", Value(partition)),
        partition => ToReduce(Sum("x", Value(partition, 1)), root: partitions - 1),
        partition => Exchange(partition, partitions),
        partition => Scatter(partition, partitions, root: 0),
        partition => Sum("x", Value(partition, 2)));

    /// <summary>Every kind, and every schedule, once.</summary>
    public static OperationList OfAllKinds(int partitions)
    {
        int root = partitions - 1;
        return new OperationList(
            partitions,
            partition => Sum("small", Value(partition)),
            partition => Sum("large", Large(partition, partitions)),
            partition => Sum("fixed", Large(partition, partitions)) with { Descriptor = Sum("", Large(0, partitions)).Descriptor with { Exactness = Exactness.FixedPoint } },
            partition => ToReduce(Sum("x", Value(partition)), root),
            partition => ToReduce(Sum("x", Large(partition, partitions)), root),
            partition => Of(OperationKind.Broadcast, "x", root, partition == root ? Bytes(partition, 300_000) : []),
            partition => Of(OperationKind.Gather, "x", root, Bytes(partition, 100)),
            partition => Of(OperationKind.AllGather, "x", 0, Bytes(partition, 200_000)),
            partition => Scatter(partition, partitions, root),
            _ => Of(OperationKind.Barrier, "x"),
            partition => Exchange(partition, partitions),
            partition => new OperationCall
            {
                Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Operator = ReduceOperator.Ordered },
                Contribution = Bytes(partition, 3),
                Merge = (low, high) => (byte[])[1, .. low.Span, .. high.Span, 2],
            });
    }

    /// <summary>Operations of several kinds and names, drawn from a seed.</summary>
    public static OperationList Random(int partitions, Random random) => new(partitions, [.. Enumerable.Range(0, random.Next(2, 8)).Select(number =>
    {
        int root = random.Next(partitions);
        return (Func<int, OperationCall>)(random.Next(6) switch
        {
            0 => partition => ToReduce(Sum("x", Value(partition, number)), root),
            1 => partition => Exchange(partition, partitions),
            2 => partition => Scatter(partition, partitions, root),
            3 => partition => Of(OperationKind.AllGather, "y", 0, [(byte)partition, (byte)number]),
            4 => partition => Of(OperationKind.Broadcast, "y", root, partition == root ? [(byte)number] : []),
            _ => partition => Sum("y", Value(partition, number)),
        });
    })]);

    private static OperationCall ToReduce(OperationCall call, int root) => call with { Descriptor = call.Descriptor with { Kind = OperationKind.Reduce, Root = root } };

    private static OperationCall Exchange(int partition, int partitions) =>
        Of(OperationKind.Exchange, "exchange", 0, [(byte)partition, 7]) with { OutNeighbors = [.. Enumerable.Range(0, partitions).Select(from => (IReadOnlyList<int>)[(from + 1) % partitions])] };

    private static OperationCall Scatter(int partition, int partitions, int root) => Of(
        OperationKind.Scatter, "x", root, partition == root ? PartList.Write([.. Enumerable.Range(0, partitions).Select(to => (ReadOnlyMemory<byte>?)new byte[] { (byte)to, 9 })]) : []);

    private static double[] Large(int partition, int partitions) =>
        [.. Enumerable.Range(0, 200 * partitions).Select(i => Value(partition, i % 17) / (i + 1))];

    private static byte[] Bytes(int partition, int count)
    {
        byte[] bytes = new byte[count];
        new Random(partition).NextBytes(bytes);
        return bytes;
    }
}
