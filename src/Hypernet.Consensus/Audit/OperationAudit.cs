using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// How one operation is audited by one partition (docs/spec/audit.md §7). Each partition states a fingerprint and a claim of its own
/// contribution; with all claims at hand each judges what it received.
/// </summary>
/// <param name="operation">What was kept of it.</param>
/// <param name="partition">The own partition.</param>
/// <param name="partitions">How many there are.</param>
internal abstract class OperationAudit(AuditedOperation operation, int partition, int partitions)
{
    // 2^63 products stay below the upper two limbs, 2^20 contributions below the range.
    private const int ReservedLimbs = 2;

    /// <summary>Coefficients of the operation's polynomial: equal at all partitions.</summary>
    public virtual long Coefficients => 0;

    /// <summary>Bytes of the longest claim of a partition.</summary>
    /// <param name="of">Which.</param>
    public abstract int ClaimBytes(int of);

    /// <summary>Whether this partition needs all contributions to judge.</summary>
    public virtual bool NeedsInputs => false;

    /// <summary>Whether the own contribution is in the result. Who contributed to an exchange, its members see differently.</summary>
    public bool IsGiven => Descriptor.Kind == OperationKind.Exchange || Contributors.Contains(Partition);

    /// <summary>What was kept.</summary>
    protected AuditedOperation Operation { get; } = operation;

    /// <summary>What was called.</summary>
    protected Descriptor Descriptor => Operation.Call.Descriptor;

    /// <summary>The own contribution.</summary>
    protected ReadOnlySpan<byte> Given => Operation.Call.Contribution.Span;

    /// <summary>What was received.</summary>
    protected ReadOnlySpan<byte> Value => Operation.Result.Value.Span;

    /// <summary>Whose contributions are in the result.</summary>
    protected SlotSet Contributors => Operation.Result.Contributors;

    /// <summary>The own partition.</summary>
    protected int Partition { get; } = partition;

    /// <summary>How many partitions there are.</summary>
    protected int Partitions { get; } = partitions;

    /// <summary>Whether the contributions of all partitions are in a result, as far as its receiver can see.</summary>
    /// <param name="operation">What was kept of it.</param>
    /// <param name="partitions">How many there are.</param>
    public static bool IsWhole(AuditedOperation operation, int partitions) =>
        operation.Call.Descriptor.Kind == OperationKind.Exchange || operation.Result.Contributors.Count == partitions;

    /// <summary>How an operation is audited.</summary>
    /// <param name="operation">What was kept of it.</param>
    /// <param name="index">Its index in the window: shares out what one partition does for all.</param>
    /// <param name="partition">The own partition.</param>
    /// <param name="partitions">How many there are.</param>
    public static OperationAudit Of(AuditedOperation operation, int index, int partition, int partitions)
    {
        var descriptor = operation.Call.Descriptor;
        bool isSum = IsSum(descriptor);
        return operation.IsDecision || operation.Refusal is not null || descriptor.Kind == OperationKind.Barrier ? new NoAudit(operation, partition, partitions)
            : !descriptor.Kind.IsReduction() ? new MoveAudit(operation, partition, partitions)
            : isSum && ScheduleChoice.IsFixedPoint(descriptor, partitions) ? new FixedPointAudit(operation, partition, partitions)
            : isSum ? new SumAudit(operation, partition, partitions)
            : descriptor.Operator == ReduceOperator.Ordered || descriptor.Kind == OperationKind.Reduce ? new MergeAudit(operation, index, partition, partitions)
            : new ExtremeAudit(operation, partition, partitions);
    }

    /// <summary>
    /// Judges a contribution whose operation is to be audited: exact sums wrap around beyond their range, fingerprints do not. No sum of
    /// doubles, integers or products comes near.
    /// </summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="given">What <see cref="CallValidation"/> has let pass.</param>
    /// <returns>What is wrong with it, or null.</returns>
    public static string? JudgeContribution(Descriptor descriptor, ReadOnlySpan<byte> given)
    {
        Span<uint> digits = stackalloc uint[Limbs.Count];
        while (descriptor.Type == ElementType.ExactSum && descriptor.Kind.IsReduction() && !given.IsEmpty)
        {
            int bytes = ExactWire.Read(given, digits, out var value);
            given = given[bytes..];
            if (bytes == 0 || value.Low + value.Digits.Length > Limbs.Count - ReservedLimbs)
            {
                return "An exact sum is 2^2112 or more in magnitude, which no sum of products of doubles is. Give one that ExactSum made.";
            }
        }

        return null;
    }

    private static bool IsSum(Descriptor descriptor) => descriptor.Operator is ReduceOperator.Sum or ReduceOperator.Mean or ReduceOperator.WeightedMean;

    /// <summary>What of the own contribution another partition is to be given, so that it can judge its share of the result.</summary>
    /// <param name="partition">Which.</param>
    public virtual ReadOnlyMemory<byte> PartFor(int partition) => default;

    /// <summary>Whether bytes may be what another partition gives this one of its contribution.</summary>
    /// <param name="from">Which.</param>
    /// <param name="part">A stranger's.</param>
    public virtual bool IsPart(int from, ReadOnlyMemory<byte> part) => part.IsEmpty;

    /// <summary>The operation with the exact result of the own share.</summary>
    /// <param name="parts">Of all partitions, the own one included: judged by <see cref="IsPart"/>.</param>
    public virtual AuditedOperation Complete(IReadOnlyList<ReadOnlyMemory<byte>> parts) => Operation;

    /// <summary>The residue of the own contribution's fingerprint.</summary>
    /// <param name="point">Where it is taken.</param>
    public virtual UInt128 Fingerprint(AuditPoint point) => 0;

    /// <summary>What the own contribution is beside its numbers.</summary>
    public abstract ReadOnlyMemory<byte> Claim();

    /// <summary>Judges the result.</summary>
    /// <param name="point">Where fingerprints are taken.</param>
    /// <param name="claims">Of all partitions, none longer than it may be.</param>
    /// <param name="inputs">The contribution of a partition, where it was gathered.</param>
    public abstract OperationFinding Judge(AuditPoint point, IReadOnlyList<ReadOnlyMemory<byte>> claims, Func<int, ReadOnlyMemory<byte>?> inputs);

    /// <summary>Bits of a bitmap that say at which of some places this partition has what the result has.</summary>
    /// <param name="places">How many.</param>
    /// <param name="attains">Whether it does at one.</param>
    protected static byte[] Attained(int places, Func<int, bool> attains)
    {
        byte[] bits = new byte[(places + 7) / 8];
        for (int i = 0; i < places; i++)
        {
            bits[i / 8] |= (byte)(attains(i) ? 1 << (i % 8) : 0);
        }

        return bits;
    }

    /// <summary>Whether at each of some places some contributor has what the result has.</summary>
    /// <param name="places">How many.</param>
    /// <param name="claims">By <see cref="Attained"/>.</param>
    protected bool AreAttained(int places, IReadOnlyList<ReadOnlyMemory<byte>> claims)
    {
        byte[] bits = new byte[(places + 7) / 8];
        foreach (int contributor in Contributors)
        {
            var claim = claims[contributor].Span;
            for (int i = 0; i < claim.Length; i++)
            {
                bits[i] |= claim[i];
            }
        }

        // The last byte's bits beyond the places are nobody's.
        int rest = places % 8;
        if (rest > 0)
        {
            bits[^1] |= (byte)(0xFF << rest);
        }

        return !bits.AsSpan().ContainsAnyExcept((byte)0xFF);
    }
}
