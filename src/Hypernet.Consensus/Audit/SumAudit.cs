using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Payloads;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Of exact sums, means and weighted means: the numbers by fingerprints. Flags do not add up, they are claimed: a byte for each element,
/// by which its flags differ from those of an ordinary number; without the zeros at the end, so mostly nothing.
/// </summary>
internal sealed class SumAudit(AuditedOperation operation, int partition, int partitions) : OperationAudit(operation, partition, partitions)
{
    private const SumFlags Ordinary = SumFlags.Added | SumFlags.Other;

    // Both factors of a product count in the root of the unit of sums.
    private const int FactorUnit = Polynomial.Unit / 2;

    private bool IsWeighted => Descriptor.Operator == ReduceOperator.WeightedMean;

    private int Count => (int)Descriptor.Count;

    // What one contribution adds to: the elements, of a weighted mean Σw, too.
    private int Sums => IsWeighted ? Count + 1 : Count;

    /// <inheritdoc/>
    public override long Coefficients => IsWeighted ? Count + Partitions : Count;

    /// <inheritdoc/>
    public override int ClaimBytes(int of) => Sums;

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> PartFor(int partition)
    {
        var share = ShareOf(partition);
        var given = Operation.Call.Contribution;
        if (share.Count == 0)
        {
            return default;
        }

        if (Descriptor.Type == ElementType.ExactSum)
        {
            int first = LengthOf(given.Span, share.First);
            return given.Slice(first, LengthOf(given.Span[first..], share.Count));
        }

        int width = Descriptor.Type.Width();
        var elements = given.Slice(share.First * width, share.Count * width);
        return IsWeighted ? (byte[])[.. elements.Span, .. given.Span[^width..]] : elements;
    }

    /// <inheritdoc/>
    public override bool IsPart(int from, ReadOnlyMemory<byte> part)
    {
        var share = Descriptor with { Count = ShareOf(Partition).Count };
        return share.Count == 0 ? part.IsEmpty
            : CallValidation.JudgeContribution(share, part, Partitions, from) is null && JudgeContribution(share, part.Span) is null;
    }

    /// <inheritdoc/>
    public override AuditedOperation Complete(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        int count = ShareOf(Partition).Count;
        if (count == 0)
        {
            return Operation;
        }

        var payload = PayloadFactory.CreateReduction(Descriptor, count, Partitions);
        foreach (int contributor in Contributors)
        {
            payload.Add(contributor, parts[contributor]);
        }

        return Operation with { Exact = payload.Write()[Contributors.Bytes..] };
    }

    /// <inheritdoc/>
    public override UInt128 Fingerprint(AuditPoint point)
    {
        var polynomial = new Polynomial(point);
        switch (Descriptor.Type)
        {
            case ElementType.I32:
                polynomial.AppendIntegers(MemoryMarshal.Cast<byte, int>(Given), Polynomial.Unit);
                break;
            case ElementType.I64:
                polynomial.AppendIntegers(MemoryMarshal.Cast<byte, long>(Given), Polynomial.Unit);
                break;
            case ElementType.U64:
                polynomial.AppendIntegers(MemoryMarshal.Cast<byte, ulong>(Given), Polynomial.Unit);
                break;
            case ElementType.ExactSum:
                polynomial.AppendSums(Given, new SumFlags[Count]);
                break;
            case ElementType.F32:
                var singles = MemoryMarshal.Cast<byte, float>(Given);
                Span<double> wide = new double[AuditPoint.Chunk];
                for (int first = 0; first < Count; first += AuditPoint.Chunk)
                {
                    polynomial.Append(Accumulation.Elements.Widen(singles[first..Math.Min(first + AuditPoint.Chunk, Count)], wide), IsWeighted ? FactorUnit : Polynomial.Unit);
                }

                return IsWeighted ? Weigh(point, polynomial.Residue, singles[^1]) : polynomial.Residue;
            default:
                var doubles = MemoryMarshal.Cast<byte, double>(Given);
                polynomial.Append(doubles[..Count], IsWeighted ? FactorUnit : Polynomial.Unit);
                return IsWeighted ? Weigh(point, polynomial.Residue, doubles[^1]) : polynomial.Residue;
        }

        return polynomial.Residue;
    }

    /// <inheritdoc/>
    public override ReadOnlyMemory<byte> Claim()
    {
        byte[] claim = new byte[Sums];
        switch (Descriptor.Type)
        {
            case ElementType.F64:
                ClaimSpecials(MemoryMarshal.Cast<byte, double>(Given), claim);
                break;
            case ElementType.F32:
                ClaimSpecials(Accumulation.Elements.Widen(MemoryMarshal.Cast<byte, float>(Given), new double[Sums]), claim);
                break;
            case ElementType.ExactSum:
                Span<uint> digits = stackalloc uint[Limbs.Count];
                int at = 0;
                for (int i = 0; i < Count; i++)
                {
                    at += ExactWire.Read(Given[at..], digits, out var value);
                    claim[i] = (byte)(value.Flags ^ Ordinary);
                }

                break;
        }

        return claim.AsMemory(0, claim.AsSpan().TrimEnd((byte)0).Length);
    }

    /// <inheritdoc/>
    public override OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs)
    {
        var share = ShareOf(Partition);
        if (share.Count == 0)
        {
            return OperationFinding.Exact(true);
        }

        var exact = Operation.Exact.Span;
        var flags = new SumFlags[IsWeighted ? share.Count + 1 : share.Count];
        var sums = new Polynomial(point, share.First);
        int length = sums.AppendSums(exact, flags.AsSpan(0, share.Count));
        var weight = new Polynomial(point, Count + Partition);
        int weightLength = length < 0 ? -1 : weight.AppendSums(exact[length..], flags.AsSpan(share.Count));
        bool isSound = weightLength >= 0 && length + weightLength == exact.Length
            && AreClaimed(flags, share, claims)
            && Operation.Result.ErrorBound == 0
            && IsRounded(share);
        return new OperationFinding(point.Modulus.Add(sums.Residue, weight.Residue), isSound, Operation.Result.ErrorBound == 0);
    }

    private Share ShareOf(int of) => Share.Of(Descriptor, Count, of, Partitions);

    // Of each share's Σw that share's rounding makes use: each is a coefficient of its own.
    private UInt128 Weigh(AuditPoint point, UInt128 elements, double weight)
    {
        var factor = Polynomial.Of(point, weight, FactorUnit);
        var weights = new Polynomial(point, Count);
        for (int of = 0; of < Partitions; of++)
        {
            weights.AppendResidue(ShareOf(of).Count == 0 ? 0 : point.Modulus.Multiply(factor, point.Two(FactorUnit)));
        }

        return point.Modulus.Add(point.Modulus.Multiply(elements, factor), weights.Residue);
    }

    private void ClaimSpecials(ReadOnlySpan<double> given, Span<byte> claim)
    {
        if (!IsWeighted)
        {
            for (int i = 0; i < given.Length; i++)
            {
                claim[i] = (byte)(FlagsOf(given[i]) ^ Ordinary);
            }

            return;
        }

        double weight = given[^1];
        for (int i = 0; i < Count; i++)
        {
            // Of zeros and specials the product of IEEE 754 is exact; any other is a number, though a double may not hold it.
            bool isOrdinary = given[i] != 0 && weight != 0 && double.IsFinite(given[i]) && double.IsFinite(weight);
            claim[i] = isOrdinary ? (byte)0 : (byte)(FlagsOf(given[i] * weight) ^ Ordinary);
        }

        claim[Count] = (byte)(FlagsOf(weight) ^ Ordinary);
    }

    private static int LengthOf(ReadOnlySpan<byte> sums, int count)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        int length = 0;
        for (int i = 0; i < count; i++)
        {
            length += ExactWire.Read(sums[length..], digits, out _);
        }

        return length;
    }

    private static SumFlags FlagsOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        long magnitude = bits & long.MaxValue;
        const long Infinity = 0x7FF0_0000_0000_0000;
        return magnitude < Infinity ? bits == long.MinValue ? SumFlags.Added : Ordinary
            : magnitude > Infinity ? Ordinary | SumFlags.NaN
            : Ordinary | (bits < 0 ? SumFlags.NegativeInfinity : SumFlags.PositiveInfinity);
    }

    private bool AreClaimed(ReadOnlySpan<SumFlags> flags, Share share, IReadOnlyList<ReadOnlyMemory<byte>> claims)
    {
        var expected = new SumFlags[flags.Length];
        foreach (int contributor in Contributors)
        {
            var claim = claims[contributor].Span;
            for (int i = 0; i < expected.Length; i++)
            {
                int element = i < share.Count ? share.First + i : Count;
                expected[i] |= Ordinary ^ (element < claim.Length ? (SumFlags)claim[element] : SumFlags.None);
            }
        }

        return flags.SequenceEqual(expected);
    }

    private bool IsRounded(Share share)
    {
        var payload = PayloadFactory.CreateReduction(Descriptor, share.Count, Partitions);
        byte[] message = new byte[Contributors.Bytes + Operation.Exact.Length];
        Contributors.Write(message);
        Operation.Exact.Span.CopyTo(message.AsSpan(Contributors.Bytes));
        if (payload.Merge(message) is not null)
        {
            return false;
        }

        var conclusion = payload.Conclude();
        long overflowed = conclusion.Status == ConclusionStatus.Value ? -1 : share.First + conclusion.Element;
        if (Operation.Overflowed >= 0)
        {
            // The first that overflows ends the operation, wherever others are.
            return Operation.Overflowed < share.First || overflowed == (Operation.Overflowed < share.First + share.Count ? Operation.Overflowed : -1);
        }

        int width = Descriptor.Type.ResultWidth();
        return overflowed < 0 && Value.Length == Count * width && conclusion.Value.Span.SequenceEqual(Value.Slice(share.First * width, share.Count * width));
    }
}
