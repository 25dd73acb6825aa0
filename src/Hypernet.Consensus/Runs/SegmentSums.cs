using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Payloads;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// The exact sums of a segment that a <see cref="DirectRun"/> reduced. Its sums are rounded without ever being written out, so what they were
/// made of is kept, and added up once more when somebody asks.
/// </summary>
/// <param name="descriptor">Of the operation.</param>
/// <param name="size">Slots of the group.</param>
/// <param name="segment">Its elements: at least one.</param>
/// <param name="parts">What was given to it, by parts, which are of equal lengths but for the last.</param>
internal sealed class SegmentSums(Descriptor descriptor, int size, Share segment, List<List<SegmentReducer.Contribution>> parts) : IExactSums
{
    private readonly int _width = descriptor.Type.Width();

    /// <inheritdoc/>
    public IReadOnlyList<Share> Held => [segment];

    /// <inheritdoc/>
    public ReadOnlyMemory<short> Scales => default;

    /// <inheritdoc/>
    public long Bytes => parts.Sum(part => part.Sum(contribution => (long)(contribution.Rented?.Length ?? 0)));

    /// <inheritdoc/>
    public ExactShare Give(Share share)
    {
        var sums = new List<ReadOnlyMemory<byte>>();
        ReadOnlyMemory<byte> weight = default;
        int first = segment.First;
        foreach (var part in parts)
        {
            int length = part[0].Elements.Length / _width;
            int from = Math.Max(first, share.First);
            int count = Math.Min(first + length, share.First + share.Count) - from;
            if (count > 0)
            {
                var payload = new SumPayload(size, descriptor.Type, descriptor.Operator, count);
                foreach (var contribution in part)
                {
                    payload.AddElements(contribution.Elements.Slice((from - first) * _width, count * _width), contribution.Weight);
                }

                var given = payload.Give(new Share(0, count));
                sums.Add(given.Sums);
                weight = given.Weight;
            }

            first += length;
        }

        return new ExactShare((byte[])[.. sums.SelectMany(bytes => bytes.ToArray())], weight);
    }
}
