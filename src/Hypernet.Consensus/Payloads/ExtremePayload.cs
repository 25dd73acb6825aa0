using System.Numerics;

namespace Hypernet.Consensus.Payloads;

/// <summary>The least or greatest of elements. Body: the elements; of no contributor, nothing.</summary>
/// <typeparam name="T">Of floating-point types −0 is less than +0, and any NaN makes the element the canonical one (agreement.md §3).</typeparam>
/// <param name="size">Slots of the group.</param>
/// <param name="reduction">Min or max.</param>
/// <param name="count">Elements of a contribution.</param>
internal sealed class ExtremePayload<T>(int size, ReduceOperator reduction, int count) : ElementPayload<T>(size, count)
    where T : unmanaged, INumber<T>
{
    // Not T.NaN: .NET's has its sign set.
    private static readonly T NaN = typeof(T) == typeof(double)
        ? T.CreateChecked(BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000))
        : T.CreateTruncating(BitConverter.UInt32BitsToSingle(0x7FC0_0000));

    /// <inheritdoc/>
    protected override void Canonicalize(Span<T> elements)
    {
        foreach (ref T element in elements)
        {
            if (T.IsNaN(element))
            {
                element = NaN;
            }
        }
    }

    /// <inheritdoc/>
    protected override void Combine(Span<T> elements, ReadOnlySpan<T> others)
    {
        if (reduction == ReduceOperator.Min)
        {
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = T.Min(elements[i], others[i]);
            }
        }
        else
        {
            for (int i = 0; i < elements.Length; i++)
            {
                elements[i] = T.Max(elements[i], others[i]);
            }
        }
    }
}
