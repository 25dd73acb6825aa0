using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Membership;

/// <summary>Calls that tests make.</summary>
internal static class Calls
{
    public static OperationCall Sum(string name, params double[] values) => new()
    {
        Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = values.Length },
        Contribution = MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        Name = name,
    };

    public static OperationCall Of(OperationKind kind, string name = "", int root = 0, byte[]? bytes = null) => new()
    {
        Descriptor = new Descriptor { Kind = kind, Type = ElementType.Bytes, Root = kind is OperationKind.Barrier or OperationKind.AllGather ? 0 : root },
        Contribution = bytes ?? [],
        Name = name,
    };

    /// <summary>A contribution with bits all over, so that a sum of others has others.</summary>
    public static double Value(int slot, int number = 0) => Math.ScaleB(1.0 + (slot * 0.0625) + (number * 0.0625), 3 * slot % 40);

    public static double First(OperationResult result) => MemoryMarshal.Read<double>(result.Value.Span);
}
