using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Operations;

/// <summary>
/// What a set of partitions knows of a least-squares problem, and all that solving needs: so a rank that drops out after it has
/// contributed is in the result as if it lived. Bytes: i32 columns, i32 partitions, i64 rows, i32 partition and i64 row of a fault
/// (−1: none), i32 number of nodes; for each i32 level, i32 index, i32 rows, f64 elements; then the exact sums.
/// </summary>
internal sealed record LeastSquaresState(int Columns, long Rows, Forest Forest, ExactVector Gram, LeastSquaresFault? Fault)
{
    private const int HeaderBytes = 32;
    private const int NodeBytes = 12;
    private const int MaxLevel = 30;

    internal static LeastSquaresState Empty(int columns, int partitions) =>
        new(columns, 0, new Forest(partitions, []), new ExactVector(Operations.Gram.Count(columns + 1)), null);

    /// <summary>What both know. Commutative and associative on the bits; the sums of the first are added to.</summary>
    internal static LeastSquaresState Merge(LeastSquaresState one, LeastSquaresState other)
    {
        var fault = LeastSquaresFault.Least(one.Fault, other.Fault);
        if (one.Forest.Overlap(other.Forest) is { } partition)
        {
            return one with { Fault = LeastSquaresFault.Least(fault, new LeastSquaresFault(partition, LeastSquaresFault.GivenTwice)) };
        }

        one.Gram.Merge(other.Gram);
        return one with { Rows = one.Rows + other.Rows, Forest = Forest.Merge(one.Forest, other.Forest), Fault = fault };
    }

    internal byte[] ToBytes()
    {
        var writer = new ArrayBufferWriter<byte>();
        var header = writer.GetSpan(HeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header, Columns);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], Forest.Partitions);
        BinaryPrimitives.WriteInt64LittleEndian(header[8..], Rows);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], Fault?.Partition ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(header[20..], Fault?.Row ?? -1);
        BinaryPrimitives.WriteInt32LittleEndian(header[28..], Forest.Nodes.Count);
        writer.Advance(HeaderBytes);
        foreach (var node in Forest.Nodes)
        {
            var head = writer.GetSpan(NodeBytes);
            BinaryPrimitives.WriteInt32LittleEndian(head, node.Level);
            BinaryPrimitives.WriteInt32LittleEndian(head[4..], node.Index);
            BinaryPrimitives.WriteInt32LittleEndian(head[8..], node.Triangle.Rows);
            writer.Advance(NodeBytes);
            writer.Write(MemoryMarshal.AsBytes(node.Triangle.Elements.AsSpan()));
        }

        Gram.Write(writer);
        return writer.WrittenSpan.ToArray();
    }

    /// <summary>Reads a state of a problem that both sides know the shape of.</summary>
    /// <exception cref="InvalidCallException">They are the bytes of something else.</exception>
    internal static LeastSquaresState Read(ReadOnlySpan<byte> bytes, int columns, int partitions)
    {
        var state = TryRead(bytes, columns, partitions);
        return state ?? throw new InvalidCallException($"A contribution of {bytes.Length} bytes is no state of a least-squares problem of {columns} columns in {partitions} partitions.");
    }

    private static LeastSquaresState? TryRead(ReadOnlySpan<byte> bytes, int columns, int partitions)
    {
        if (bytes.Length < HeaderBytes
            || BinaryPrimitives.ReadInt32LittleEndian(bytes) != columns
            || BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]) != partitions)
        {
            return null;
        }

        long rows = BinaryPrimitives.ReadInt64LittleEndian(bytes[8..]);
        int faulty = BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]);
        var fault = new LeastSquaresFault(faulty, BinaryPrimitives.ReadInt64LittleEndian(bytes[20..]));
        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[28..]);
        if (count < 0 || count > partitions)
        {
            return null;
        }

        bytes = bytes[HeaderBytes..];
        var nodes = new List<Forest.Node>();
        for (int i = 0; i < count; i++)
        {
            if (TryReadNode(ref bytes, columns + 1) is not { } node || node.First < (nodes.Count > 0 ? nodes[^1].End(partitions) : 0) || node.First >= partitions)
            {
                return null;
            }

            nodes.Add(node);
        }

        var state = Empty(columns, partitions);
        return state.Gram.TryMerge(bytes) ? state with { Rows = rows, Forest = new Forest(partitions, nodes), Fault = faulty < 0 ? null : fault } : null;
    }

    private static Forest.Node? TryReadNode(ref ReadOnlySpan<byte> bytes, int width)
    {
        if (bytes.Length < NodeBytes)
        {
            return null;
        }

        int level = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int index = BinaryPrimitives.ReadInt32LittleEndian(bytes[4..]);
        int rows = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        int length = rows * width * sizeof(double);
        if ((uint)level > MaxLevel || index < 0 || (long)index << level > int.MaxValue || (uint)rows > (uint)width || bytes.Length - NodeBytes < length)
        {
            return null;
        }

        double[] elements = MemoryMarshal.Cast<byte, double>(bytes.Slice(NodeBytes, length)).ToArray();
        bytes = bytes[(NodeBytes + length)..];
        return new Forest.Node(level, index, new Triangle(width, rows, elements));
    }
}
