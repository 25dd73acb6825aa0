using System.Runtime.InteropServices;
using Hypernet.Consensus;

namespace Hypernet.Runtime.Collectives;

/// <summary>Reads the contribution to an operation of the library: numbers of 64 bits, sent by a program that may say anything.</summary>
internal sealed class Numbers
{
    /// <summary>The most rows or elements that any field may count: as many numbers as a contribution can have.</summary>
    public const int Most = (int)(CallDesk.MaximumBytes / sizeof(double));

    private readonly ReadOnlyMemory<byte> _bytes;
    private int _at;

    /// <exception cref="InvalidCallException">They are no whole numbers of 8 bytes each.</exception>
    public Numbers(ReadOnlyMemory<byte> bytes)
    {
        _bytes = bytes.Length % sizeof(double) == 0
            ? bytes
            : throw new InvalidCallException($"A contribution of {bytes.Length} bytes has no numbers of {sizeof(double)} bytes.");
    }

    /// <summary>How many are left.</summary>
    public int Left => (_bytes.Length / sizeof(double)) - _at;

    /// <summary>A count within bounds.</summary>
    public static int Count(long value, int least = 0, int most = Most) =>
        value >= least && value <= most ? (int)value : throw new InvalidCallException($"A count of {value} is not within {least} to {most}.");

    /// <summary>The next one, as a count.</summary>
    public int Whole() => Count(MemoryMarshal.Read<long>(Take(1).Span));

    /// <summary>The next ones.</summary>
    public ReadOnlyMemory<double> Doubles(int count) => MemoryMarshal.Cast<byte, double>(Take(count).Span).ToArray();

    /// <summary>All that are left.</summary>
    public ReadOnlyMemory<double> Rest() => Doubles(Left);

    /// <summary>The next ones, row by row.</summary>
    public double[,] Matrix(int rows, int columns)
    {
        var bytes = Take(Count((long)rows * columns)).Span;
        var matrix = new double[rows, columns];
        if (!bytes.IsEmpty)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref matrix[0, 0], matrix.Length)));
        }

        return matrix;
    }

    /// <exception cref="InvalidCallException">There are more.</exception>
    public void CheckEnd()
    {
        if (Left > 0)
        {
            throw new InvalidCallException($"{Left} numbers follow the last one that has a meaning.");
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        if (count > Left)
        {
            throw new InvalidCallException($"{count} numbers are due, {Left} are left.");
        }

        var taken = _bytes.Slice(_at * sizeof(double), count * sizeof(double));
        _at += count;
        return taken;
    }
}
