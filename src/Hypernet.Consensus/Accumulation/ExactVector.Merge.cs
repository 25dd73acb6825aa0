using System.Buffers;

namespace Hypernet.Consensus.Accumulation;

internal sealed partial class ExactVector
{
    /// <summary>Merges sums in wire form, from a stranger.</summary>
    /// <param name="wire">The forms of all elements, one after the other, and nothing else.</param>
    /// <returns>Whether they are canonical; if not, nothing was merged.</returns>
    public bool TryMerge(ReadOnlySpan<byte> wire)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        int first = Limbs.Count;
        int last = -1;
        int at = 0;
        for (int i = 0; i < Count; i++)
        {
            int bytes = ExactWire.Read(wire[at..], digits, out var value);
            if (bytes == 0)
            {
                return false;
            }

            at += bytes;
            if (!value.Digits.IsEmpty)
            {
                first = Math.Min(first, value.Low);
                last = Math.Max(last, value.Low + value.Digits.Length - 1);
            }
        }

        if (at != wire.Length)
        {
            return false;
        }

        if (last >= 0)
        {
            Prepare(first, last, additions: 1);
        }

        at = 0;
        for (int i = 0; i < Count; i++)
        {
            at += ExactWire.Read(wire[at..], digits, out var value);
            Merge(i, value);
        }

        return true;
    }

    /// <summary>Merges other sums.</summary>
    /// <param name="other">As many.</param>
    public void Merge(ExactVector other)
    {
        Check(other.Count);
        Span<uint> digits = stackalloc uint[Limbs.Count];
        for (int i = 0; i < Count; i++)
        {
            var value = other[i, digits];
            if (!value.Digits.IsEmpty)
            {
                Prepare(value.Low, value.Low + value.Digits.Length - 1, additions: 1);
            }

            Merge(i, value);
        }
    }

    /// <summary>Writes the wire form.</summary>
    /// <param name="writer">Receives the forms of all elements, one after the other.</param>
    public void Write(IBufferWriter<byte> writer)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        for (int i = 0; i < Count; i++)
        {
            writer.Advance(ExactWire.Write(this[i, digits], writer.GetSpan(ExactWire.MaxBytes)));
        }
    }

    /// <summary>The wire form.</summary>
    public byte[] ToBytes()
    {
        var writer = new ArrayBufferWriter<byte>(Count * (3 + sizeof(uint) * Math.Min(_stride, 4)) + ExactWire.MaxBytes);
        Write(writer);
        return writer.WrittenSpan.ToArray();
    }

    private void Merge(int element, in ExactValue value)
    {
        _flags[element] |= value.Flags;
        if (value.Digits.IsEmpty)
        {
            return;
        }

        long sign = value.IsNegative ? -1 : 0;
        var limbs = At(element, value.Low, value.Digits.Length);
        for (int i = 0; i < limbs.Length; i++)
        {
            limbs[i] += (value.Digits[i] ^ sign) - sign;
        }
    }
}
