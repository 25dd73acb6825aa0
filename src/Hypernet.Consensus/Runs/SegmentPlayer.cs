using System.Buffers.Binary;

namespace Hypernet.Consensus.Runs;

/// <summary>What a member contributes to a <see cref="DirectRun"/>, and how far it has come with sending it.</summary>
internal sealed class SegmentPlayer
{
    private int _next;

    private SegmentPlayer(SlotSet slots, double[] weights)
    {
        Slots = slots;
        SlotList = [.. slots];
        Weights = weights;
    }

    /// <summary>Whose contributions it plays: its own, and those handed over to it.</summary>
    public SlotSet Slots { get; }

    /// <summary>The same, ascending.</summary>
    public IReadOnlyList<int> SlotList { get; }

    /// <summary>The weight of each; 1 where there are none.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>A member that plays its own contribution, and has no weight.</summary>
    /// <param name="size">Slots of the group.</param>
    /// <param name="slot">The member.</param>
    public static SegmentPlayer Of(int size, int slot) => new(SlotSet.Of(size, slot), [1]);

    /// <summary>What this slot plays.</summary>
    /// <param name="context">What the run knows.</param>
    /// <param name="contributions">By the slot that made them, each once.</param>
    public static SegmentPlayer Of(RunContext context, IEnumerable<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        var sorted = contributions.OrderBy(contribution => contribution.Key).ToArray();
        return new SegmentPlayer(
            SlotSet.Of(context.Size, sorted.Select(contribution => contribution.Key)),
            [.. sorted.Select(contribution => Weight(context.Call.Descriptor, contribution.Value.Span))]);
    }

    /// <summary>Reads what a member says that it plays: the set, and of a weighted mean f64 weight of each.</summary>
    /// <param name="context">What the run knows.</param>
    /// <param name="member">Who says it.</param>
    /// <param name="payload">Hostile.</param>
    /// <returns>The player, or null.</returns>
    public static SegmentPlayer? Read(RunContext context, int member, ReadOnlySpan<byte> payload)
    {
        if (!SlotSet.TryRead(context.Size, payload, out var slots) || slots.Any(slot => slot != member && context.PositionOf(slot) >= 0) || !slots.Contains(member))
        {
            return null;
        }

        payload = payload[slots.Bytes..];
        double[] weights = new double[slots.Count];
        Array.Fill(weights, 1);
        if (context.Call.Descriptor.Operator != ReduceOperator.WeightedMean)
        {
            return payload.IsEmpty ? new SegmentPlayer(slots, weights) : null;
        }

        for (int i = 0; payload.Length == sizeof(double) * weights.Length && i < weights.Length; i++)
        {
            weights[i] = BinaryPrimitives.ReadDoubleLittleEndian(payload[(sizeof(double) * i)..]);
        }

        return payload.Length == sizeof(double) * weights.Length ? new SegmentPlayer(slots, weights) : null;
    }

    /// <summary>What is read by <see cref="Read"/>.</summary>
    /// <param name="descriptor">Of the operation.</param>
    public byte[] Write(Descriptor descriptor)
    {
        byte[] payload = new byte[Slots.Bytes + (descriptor.Operator == ReduceOperator.WeightedMean ? sizeof(double) * Weights.Count : 0)];
        Slots.Write(payload);
        for (int i = 0; payload.Length > Slots.Bytes && i < Weights.Count; i++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(payload.AsSpan(Slots.Bytes + (sizeof(double) * i)), Weights[i]);
        }

        return payload;
    }

    /// <summary>Which part comes next, and of which contribution: parts ascend, within a part slots do.</summary>
    public (int Part, int Index) Next => (_next / SlotList.Count, _next % SlotList.Count);

    /// <summary>It has come.</summary>
    public void Advance() => _next++;

    private static double Weight(Descriptor descriptor, ReadOnlySpan<byte> contribution) =>
        descriptor.Operator != ReduceOperator.WeightedMean ? 1
        : descriptor.Type == ElementType.F32 ? BinaryPrimitives.ReadSingleLittleEndian(contribution[^sizeof(float)..])
        : BinaryPrimitives.ReadDoubleLittleEndian(contribution[^sizeof(double)..]);
}
