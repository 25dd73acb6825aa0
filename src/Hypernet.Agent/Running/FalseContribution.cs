using System.Buffers.Binary;
using Hypernet.Consensus;

namespace Hypernet.Agent.Running;

/// <summary>What a rehearsed liar gives in place of numbers: never of bytes whose form matters to programs, for it is to deceive them, not to break them.</summary>
internal static class FalseContribution
{
    /// <summary>Zeros; null where no lie is told.</summary>
    /// <param name="call">What the program calls.</param>
    public static ReadOnlyMemory<byte>? Nothing(OperationCall call) => IsOfNumbers(call) ? (ReadOnlyMemory<byte>?)new byte[call.Contribution.Length] : null;

    /// <summary>The same numbers but for the first; null where no lie is told.</summary>
    /// <param name="call">What the program calls.</param>
    public static ReadOnlyMemory<byte>? Other(OperationCall call)
    {
        if (!IsOfNumbers(call))
        {
            return null;
        }

        byte[] other = call.Contribution.ToArray();
        switch (call.Descriptor.Type)
        {
            case ElementType.F64:
                double wide = BinaryPrimitives.ReadDoubleLittleEndian(other);
                BinaryPrimitives.WriteDoubleLittleEndian(other, wide == 0 ? 1 : -wide);
                break;
            case ElementType.F32:
                float narrow = BinaryPrimitives.ReadSingleLittleEndian(other);
                BinaryPrimitives.WriteSingleLittleEndian(other, narrow == 0 ? 1 : -narrow);
                break;
            default:
                other[0] ^= 1;
                break;
        }

        return other;
    }

    private static bool IsOfNumbers(OperationCall call) => call is { Contribution.IsEmpty: false, Descriptor: { } descriptor }
        && descriptor.Kind is OperationKind.AllReduce or OperationKind.Reduce
        && descriptor.Type is ElementType.F64 or ElementType.F32 or ElementType.I32 or ElementType.I64 or ElementType.U64;
}
