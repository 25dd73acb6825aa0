using System.Runtime.InteropServices;

namespace Hypernet.Consensus;

/// <summary>Arrays as contributions and results carry them: elements without gaps, little-endian as the machines are.</summary>
internal static class Elements
{
    internal static ElementType TypeOf<T>()
        where T : unmanaged => default(T) switch
        {
            double => ElementType.F64,
            float => ElementType.F32,
            int => ElementType.I32,
            long => ElementType.I64,
            ulong => ElementType.U64,
            bool => ElementType.Bool,
            byte => ElementType.Bytes,
            _ => throw new InvalidCallException($"A collective cannot have elements of type {typeof(T).Name}: give double, float, int, long, ulong, bool or byte."),
        };

    internal static ReadOnlyMemory<byte> Bytes<T>(ReadOnlyMemory<T> values)
        where T : unmanaged => new ByteView<T>(values).Memory;

    internal static T[] Read<T>(ReadOnlyMemory<byte> bytes)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(bytes.Span).ToArray();

    /// <summary>Reads a result that is not looked at any more.</summary>
    internal static T[] Take<T>(OperationResult result)
        where T : unmanaged
    {
        var elements = Read<T>(result.Value);
        result.Release();
        return elements;
    }

    /// <summary>Reads a result that is not looked at any more into the caller's memory.</summary>
    internal static int Take<T>(OperationResult result, Memory<T> destination)
        where T : unmanaged
    {
        int count = Read(result.Value, destination);
        result.Release();
        return count;
    }

    internal static int Read<T>(ReadOnlyMemory<byte> bytes, Memory<T> destination)
        where T : unmanaged
    {
        var elements = MemoryMarshal.Cast<byte, T>(bytes.Span);
        elements.CopyTo(destination.Span);
        return elements.Length;
    }

    internal static IReadOnlyList<T[]?> ReadParts<T>(ReadOnlyMemory<byte> list, int count)
        where T : unmanaged
    {
        var parts = PartList.Read(list, count) ?? throw new InvalidOperationException($"A result of {list.Length} bytes is no list of {count} parts.");
        return [.. parts.Select(part => part is { } bytes ? Read<T>(bytes) : null)];
    }
}
