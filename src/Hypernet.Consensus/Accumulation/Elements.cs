using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Accumulation;

/// <summary>Elements of floating point types as doubles, which hold them all.</summary>
internal static class Elements
{
    /// <summary>Widens elements, or returns them as they are.</summary>
    /// <typeparam name="T">double or float.</typeparam>
    /// <param name="values">The elements.</param>
    /// <param name="buffer">Receives them, if they are not doubles.</param>
    public static ReadOnlySpan<double> Widen<T>(ReadOnlySpan<T> values, Span<double> buffer)
        where T : unmanaged
    {
        if (typeof(T) == typeof(double))
        {
            return MemoryMarshal.Cast<T, double>(values);
        }

        if (typeof(T) != typeof(float))
        {
            throw new NotSupportedException($"Sums are of double and float, not of {typeof(T).Name}.");
        }

        var singles = MemoryMarshal.Cast<T, float>(values);
        for (int i = 0; i < singles.Length; i++)
        {
            buffer[i] = singles[i];
        }

        return buffer[..singles.Length];
    }
}
