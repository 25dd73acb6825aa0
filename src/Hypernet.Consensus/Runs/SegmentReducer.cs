using System.Buffers;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Consensus.Payloads;

namespace Hypernet.Consensus.Runs;

/// <summary>Keeps what has come of a part of a segment, and reduces it when all is there.</summary>
/// <param name="descriptor">Of the operation.</param>
/// <param name="size">Slots of the group.</param>
internal sealed class SegmentReducer(Descriptor descriptor, int size)
{
    private readonly SortedDictionary<int, List<Contribution>> _parts = [];
    private readonly DirectSum _sum = new();

    // By the slot that contributed: where its next part is received.
    private readonly byte[]?[] _rooms = new byte[]?[size];

    private readonly record struct Contribution(int Slot, double Weight, ReadOnlyMemory<byte> Elements, byte[]? Rented);

    /// <summary>Adds what stays unchanged until the operation is stable.</summary>
    /// <param name="part">Number of the part.</param>
    /// <param name="slot">Whose contribution it is of; not added to this part yet.</param>
    /// <param name="weight">Of that contribution.</param>
    /// <param name="elements">The part's elements.</param>
    public void Add(int part, int slot, double weight, ReadOnlyMemory<byte> elements) => Of(part).Add(new Contribution(slot, weight, elements, null));

    /// <summary>Where the next part of a contribution is to be received.</summary>
    /// <param name="slot">Whose contribution.</param>
    /// <param name="length">Of that part, in bytes.</param>
    public Memory<byte> RoomFor(int slot, int length) => (_rooms[slot] ??= ArrayPool<byte>.Shared.Rent(length)).AsMemory(0, length);

    /// <summary>Adds what is valid during the call only, unless it lies where its room is.</summary>
    /// <inheritdoc cref="Add(int, int, double, ReadOnlyMemory{byte})"/>
    public void AddCopy(int part, int slot, double weight, ReadOnlySpan<byte> elements)
    {
        byte[] rented = _rooms[slot] ?? ArrayPool<byte>.Shared.Rent(elements.Length);
        _rooms[slot] = null;
        elements.CopyTo(rented);
        Of(part).Add(new Contribution(slot, weight, rented.AsMemory(0, elements.Length), rented));
    }

    /// <summary>How many contributions of a part have come.</summary>
    /// <param name="part">Number of the part.</param>
    public int Count(int part) => _parts.TryGetValue(part, out var contributions) ? contributions.Count : 0;

    /// <summary>Reduces a part, and forgets it.</summary>
    /// <param name="part">Number of the part: it has at least one contribution.</param>
    /// <param name="destination">Receives the result's elements.</param>
    /// <returns>Index within the part of the first element that overflowed, or −1.</returns>
    public long Reduce(int part, Span<byte> destination)
    {
        _parts.Remove(part, out var contributions);
        long overflowed = -1;
        if (descriptor.Type == ElementType.F64 && IsSum)
        {
            Sum(contributions!, MemoryMarshal.Cast<byte, double>(destination));
        }
        else if (descriptor.Type == ElementType.F32 && IsSum)
        {
            Sum(contributions!, MemoryMarshal.Cast<byte, float>(destination));
        }
        else
        {
            var payload = PayloadFactory.CreateReduction(descriptor, destination.Length / descriptor.Type.Width(), size);
            foreach (var contribution in contributions!)
            {
                payload.Add(contribution.Slot, contribution.Elements);
            }

            var conclusion = payload.Conclude();
            conclusion.Value.Span.CopyTo(destination);
            overflowed = conclusion.Status == ConclusionStatus.Value ? -1 : conclusion.Element;
        }

        foreach (var contribution in contributions!)
        {
            if (contribution.Rented is { } rented)
            {
                ArrayPool<byte>.Shared.Return(rented);
            }
        }

        return overflowed;
    }

    private bool IsSum => descriptor.Operator is ReduceOperator.Sum or ReduceOperator.Mean or ReduceOperator.WeightedMean;

    private List<Contribution> Of(int part) => _parts.TryGetValue(part, out var contributions) ? contributions : _parts[part] = [];

    private void Sum<T>(List<Contribution> contributions, Span<T> destination)
        where T : unmanaged
    {
        ReadOnlyMemory<byte>[] elements = [.. contributions.Select(contribution => contribution.Elements)];
        if (descriptor.Operator == ReduceOperator.WeightedMean)
        {
            _sum.WeightedMean(elements, [.. contributions.Select(contribution => contribution.Weight)], destination);
        }
        else
        {
            _sum.Mean(elements, descriptor.Operator == ReduceOperator.Mean ? elements.Length : 1, destination);
        }
    }
}
