namespace Hypernet.Consensus.Accumulation;

/// <summary>
/// Exact sums, one for each element of a vector: of doubles, of products of two doubles, and of integers. At least 2^63
/// additions are exact, merges included; merging is commutative and associative on the bits that are written.
/// Holds only the window of limbs that some element needs: 6 for values of like magnitude, 136 (1,088 bytes an element) at most.
/// </summary>
internal sealed partial class ExactVector
{
    private readonly SumFlags[] _flags;
    private long[] _limbs = [];
    private int _low;
    private int _stride;
    private int _pending;

    /// <summary>Creates sums of nothing.</summary>
    /// <param name="count">How many.</param>
    public ExactVector(int count)
    {
        _flags = new SumFlags[count];
    }

    /// <summary>How many sums there are.</summary>
    public int Count => _flags.Length;

    /// <summary>Makes all of them sums of nothing again.</summary>
    public void Clear()
    {
        Array.Clear(_flags);
        Array.Clear(_limbs);
        _pending = 0;
    }

    /// <summary>The sum of an element in canonical form.</summary>
    /// <param name="element">Which.</param>
    /// <param name="digits">Room for <see cref="Limbs.Count"/> digits: the value lives in it.</param>
    public ExactValue this[int element, Span<uint> digits]
    {
        get
        {
            Carry();
            var limbs = Of(element);
            digits = digits[..limbs.Length];
            bool negative = limbs.Length > 0 && limbs[^1] < 0;
            ulong carry = negative ? 1u : 0u;
            uint mask = negative ? uint.MaxValue : 0;
            for (int i = 0; i < limbs.Length; i++)
            {
                carry += (uint)limbs[i] ^ mask;
                digits[i] = (uint)carry;
                carry >>= Limbs.Bits;
            }

            digits = digits.TrimEnd(0u);
            int first = digits.IndexOfAnyExcept(0u);
            return first < 0
                ? new ExactValue(_flags[element], 0, default, negative: false)
                : new ExactValue(_flags[element], _low + first, digits[first..], negative);
        }
    }

    private Span<long> Of(int element) => At(element, _low, _stride);

    // Some limbs of an element, which Prepare has made room for.
    private Span<long> At(int element, int limb, int count) => _limbs.AsSpan(element * _stride + limb - _low, count);

    private void Check(int length) => ArgumentOutOfRangeException.ThrowIfNotEqual(length, Count);

    // Makes room in each element for some more additions to the limbs from first to last.
    private void Prepare(int first, int last, int additions)
    {
        // A limb above the last one is for carries and the sign, but for the last of all.
        int end = Math.Min(last + 2, Limbs.Count);
        if (_stride == 0)
        {
            Resize(first, end - first);
        }
        else if (first < _low || end > _low + _stride)
        {
            int low = Math.Min(first, _low);
            Resize(low, Math.Max(end, _low + _stride) - low);
        }

        if (_pending + additions > Limbs.Budget)
        {
            Carry();
        }

        _pending += additions;
    }

    private void Resize(int low, int stride)
    {
        long[] limbs = new long[Count * stride];
        for (int i = 0; i < Count && _stride > 0; i++)
        {
            Of(i).CopyTo(limbs.AsSpan(i * stride + _low - low));
        }

        (_limbs, _low, _stride) = (limbs, low, stride);
    }

    private void Carry()
    {
        if (_pending == 0)
        {
            return;
        }

        bool fits = true;
        for (int i = 0; i < Count; i++)
        {
            fits &= Limbs.Carry(Of(i));
        }

        _pending = 0;
        if (fits)
        {
            return;
        }

        if (_low + _stride < Limbs.Count)
        {
            Resize(_low, _stride + 1);
            _pending = 1;
            Carry();
            return;
        }

        // The whole range: it wraps, as integers do, so that strangers cannot break the laws of merging.
        for (int i = 0; i < Count; i++)
        {
            ref long top = ref Of(i)[^1];
            top = (int)top;
        }
    }
}
