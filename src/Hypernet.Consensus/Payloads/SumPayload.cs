using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Payloads;

/// <summary>Exact sums, means and weighted means (docs/spec/exact.md). Body: the wire form of the sums; of a weighted mean Σwx for each element, then Σw.</summary>
/// <param name="size">Slots of the group.</param>
/// <param name="type">Of the contributions.</param>
/// <param name="reduction">Sum, mean or weighted mean.</param>
/// <param name="count">Elements of the result.</param>
internal sealed class SumPayload(int size, ElementType type, ReduceOperator reduction, int count) : Payload(size)
{
    // A form of two digits: sums of doubles of like magnitude have up to four.
    private const int UsualBytes = 15;

    private readonly ExactVector _sums = new(reduction == ReduceOperator.WeightedMean ? count + 1 : count);

    /// <inheritdoc/>
    protected override int BodyBytes => _sums.Count * UsualBytes;

    /// <inheritdoc/>
    public override Conclusion Conclude()
    {
        byte[] value = new byte[count * type.ResultWidth()];
        switch (type)
        {
            case ElementType.I32:
                return Integers<int>(value);
            case ElementType.I64:
                return Integers<long>(value);
            case ElementType.U64:
                return Integers<ulong>(value);
            case ElementType.F32:
                Round(MemoryMarshal.Cast<byte, float>(value.AsSpan()));
                break;
            default:
                Round(MemoryMarshal.Cast<byte, double>(value.AsSpan()));
                break;
        }

        return Conclusion.Of(value);
    }

    /// <inheritdoc/>
    protected override void AddBody(int slot, ReadOnlyMemory<byte> contribution)
    {
        var bytes = contribution.Span;
        switch (type)
        {
            case ElementType.ExactSum when !_sums.TryMerge(bytes):
                throw new ArgumentException("The contribution is no list of exact sums in wire form.", nameof(contribution));
            case ElementType.ExactSum:
                break;
            case ElementType.I32:
                _sums.AddIntegers(MemoryMarshal.Cast<byte, int>(bytes));
                break;
            case ElementType.I64:
                _sums.AddIntegers(MemoryMarshal.Cast<byte, long>(bytes));
                break;
            case ElementType.U64:
                _sums.AddIntegers(MemoryMarshal.Cast<byte, ulong>(bytes));
                break;
            case ElementType.F32 when reduction == ReduceOperator.WeightedMean:
                AddWeighted(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            case ElementType.F32:
                _sums.Add(MemoryMarshal.Cast<byte, float>(bytes));
                break;
            case ElementType.F64 when reduction == ReduceOperator.WeightedMean:
                AddWeighted(MemoryMarshal.Cast<byte, double>(bytes));
                break;
            default:
                _sums.Add(MemoryMarshal.Cast<byte, double>(bytes));
                break;
        }
    }

    /// <inheritdoc/>
    protected override bool MergeBody(SlotSet slots, ReadOnlySpan<byte> body) => _sums.TryMerge(body);

    /// <inheritdoc/>
    protected override void WriteBody(IBufferWriter<byte> writer) => _sums.Write(writer);

    // The weight times 1 is the last sum.
    private void AddWeighted<T>(ReadOnlySpan<T> elements)
        where T : unmanaged, INumber<T>
    {
        double[] values = new double[_sums.Count];
        for (int i = 0; i < count; i++)
        {
            values[i] = double.CreateChecked(elements[i]);
        }

        values[^1] = 1;
        _sums.AddProducts(values, double.CreateChecked(elements[^1]));
    }

    private void Round<T>(Span<T> result)
        where T : unmanaged
    {
        if (reduction != ReduceOperator.WeightedMean)
        {
            _sums.Mean(Divisor, result);
            return;
        }

        T[] ratios = new T[_sums.Count];
        _sums.Ratio(_sums, count, ratios.AsSpan());
        ratios.AsSpan(0, count).CopyTo(result);
    }

    private int Divisor => reduction == ReduceOperator.Mean ? Math.Max(1, Contributors.Count) : 1;

    private Conclusion Integers<T>(byte[] value)
        where T : unmanaged, INumber<T>, IMinMaxValue<T>
    {
        var result = MemoryMarshal.Cast<byte, T>(value.AsSpan());
        for (int i = 0; i < result.Length; i++)
        {
            if (!_sums.TryToInteger(i, out Int128 sum) || sum < Int128.CreateChecked(T.MinValue) || sum > Int128.CreateChecked(T.MaxValue))
            {
                return Conclusion.Without(ConclusionStatus.Overflow, i);
            }

            result[i] = T.CreateChecked(sum);
        }

        return Conclusion.Of(value);
    }
}
