using System.Buffers.Binary;
using System.Globalization;

namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §2: how far the program is.</summary>
internal readonly record struct ProgressFrame(ulong Done, ulong Total, double? Residual)
{
    public const int MaximumBytes = 24;

    private const int BytesWithoutResidual = 16;

    public static ProgressFrame Read(ReadOnlySpan<byte> payload)
    {
        if (payload.Length is not (BytesWithoutResidual or MaximumBytes))
        {
            throw new FrameException(SessionFault.BadLength, $"PROGRESS of {payload.Length} bytes, it has {BytesWithoutResidual}, or {MaximumBytes} with a residual");
        }

        ulong done = BinaryPrimitives.ReadUInt64LittleEndian(payload);
        ulong total = BinaryPrimitives.ReadUInt64LittleEndian(payload[8..]);
        double? residual = payload.Length == MaximumBytes ? BinaryPrimitives.ReadDoubleLittleEndian(payload[BytesWithoutResidual..]) : null;
        return total > 0 && done <= total && residual is null or (>= 0 and < double.PositiveInfinity)
            ? new ProgressFrame(done, total, residual)
            : throw new FrameException(SessionFault.BadProgress, string.Create(CultureInfo.InvariantCulture, $"progress of {done} of {total}{(residual is null ? "" : $", residual {residual}")}"));
    }
}
