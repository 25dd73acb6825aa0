using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Hypernet.Consensus.Accumulation;
using Hypernet.Network;
using Hypernet.Topology;

namespace Hypernet.Consensus.Runs;

/// <summary>
/// Fixed-point sums with two links for each member (docs/spec/collectives.md §4): the scales of all blocks are an all-reduce by the tree;
/// then the words of each segment go around the ring and are added, part by part, and the rounded elements go around once more.
/// </summary>
internal sealed class RingRun : Run
{
    private const int ScaleSteps = 2;

    private readonly RingSchedule _ring;
    private readonly TreeRun _scaling;
    private readonly List<(int Slot, FrameHeader Header, byte[] Payload)> _early = [];
    private readonly byte[] _value;
    private readonly int[] _arrived;
    private IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> _contributions = [];
    private FixedPointSegments? _segments;
    private SlotSet _contributors;
    private double _bound;
    private int _left;

    /// <summary>Creates the run.</summary>
    /// <param name="context">What it knows: an all-reduce, sum or mean, of F64 or F32.</param>
    /// <param name="output">What it does.</param>
    public RingRun(RunContext context, IRunOutput output)
        : base(context, output)
    {
        _ring = RingSchedule.For(context.Members.Count);
        _value = new byte[Descriptor.Count * Descriptor.Type.Width()];
        _arrived = new int[_ring.Rounds];
        _contributors = SlotSet.None(context.Size);
        _left = context.Members.Count;

        var scales = Descriptor with { Type = ElementType.I32, Operator = ReduceOperator.Max, Count = BlockScales.Count((int)Descriptor.Count) };
        _scaling = new TreeRun(context with { Call = new OperationCall { Descriptor = scales } }, new Scaling(this), new BinomialTree(context.Members.Count));
    }

    /// <inheritdoc/>
    protected override int Rounds => Context.Members.Count == 1 ? 0 : ScaleSteps + _ring.Rounds;

    private int Successor => Context.Members[_ring.To(Position)];

    /// <inheritdoc/>
    protected override void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        _contributions = contributions;
        _scaling.Start([.. contributions.Select(contribution => KeyValuePair.Create(contribution.Key, FixedPointSegments.Measure(Descriptor, contribution.Value)))]);
    }

    /// <inheritdoc/>
    protected override string? Accept(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        if (header.Step < ScaleSteps)
        {
            _scaling.Receive(slot, header, payload);
            return null;
        }

        int round = header.Step - ScaleSteps;
        if (round >= _ring.Rounds || slot != Context.Members[_ring.From(Position)])
        {
            return "a member sends around the ring to the next one";
        }

        if (_segments is null)
        {
            _early.Add((slot, header, payload.ToArray()));
            return null;
        }

        if (header.Chunk != _arrived[round] || header.First != header.Chunk)
        {
            return "the parts of a segment come once, and in their order";
        }

        int segment = _ring.PartFrom(Position, round);
        string? rule = _ring.IsMerging(round) ? AcceptWords(round, segment, payload) : AcceptElements(round, segment, payload);
        _arrived[round]++;
        return rule;
    }

    private string? AcceptWords(int round, int segment, ReadOnlySpan<byte> payload)
    {
        int part = _arrived[round];
        int parts = _segments!.Parts(segment);
        if (part >= parts || payload.Length % sizeof(long) != 0)
        {
            return "the words of a segment come in as many parts as its blocks need";
        }

        var sums = _segments.Words(segment, part);
        if (sums.Length != payload.Length && !Context.IsAudited)
        {
            return "the words of a segment are as many as its scales say";
        }

        // Where they are not, somebody has merged scales in two ways, hardly the sender: the result is wrong, and an audit tells by whom.
        int length = Math.Min(sums.Length, payload.Length);
        BlockFixedPoint.Add(MemoryMarshal.Cast<byte, long>(sums.Span[..length]), MemoryMarshal.Cast<byte, long>(payload[..length]));
        if (_ring.IsMerging(round + 1))
        {
            SendPart(Successor, ScaleSteps + round + 1, part, part, sums);
        }
        else if (part == parts - 1)
        {
            Round(segment);
        }

        return null;
    }

    // The first part is the bound of the segment's error, the others are its elements.
    private string? AcceptElements(int round, int segment, ReadOnlySpan<byte> payload)
    {
        int part = _arrived[round];
        var elements = _segments!.Elements(segment, _value);
        var received = part == 0 ? new byte[sizeof(double)] : part <= Parts(elements) ? Part(elements, part - 1) : default;
        if (part > Parts(elements) || received.Length != payload.Length || (part == 0 && !(BinaryPrimitives.ReadDoubleLittleEndian(payload) >= 0)))
        {
            return "a segment's result is a bound that is not negative, and its elements";
        }

        payload.CopyTo(received.Span);
        if (round + 1 < _ring.Rounds)
        {
            SendPart(Successor, ScaleSteps + round + 1, part, part, received);
        }

        _bound = part > 0 ? _bound : Math.Max(_bound, BinaryPrimitives.ReadDoubleLittleEndian(payload));
        if (part == Parts(elements))
        {
            Finish();
        }

        return null;
    }

    private void BeginWords(OperationResult scales)
    {
        _contributors = scales.Contributors;
        _segments = new FixedPointSegments(Context, scales.Value.Span, _contributions);
        int first = _ring.Count == 1 ? 0 : _ring.PartTo(Position, 0);
        for (int part = 0; part < _segments.Parts(first) && _ring.Count > 1; part++)
        {
            SendPart(Successor, ScaleSteps, part, part, _segments.Words(first, part));
        }

        // A ring of one has nobody to wait for.
        if (_ring.Count == 1)
        {
            Round(first);
        }

        foreach (var (slot, header, payload) in _early)
        {
            Receive(slot, header, payload);
        }
    }

    // All have been added: this slot rounds, and the elements go around.
    private void Round(int segment)
    {
        double bound = _segments!.Round(segment, _contributors.Count, _value);
        _bound = Math.Max(_bound, bound);
        if (_ring.Count > 1)
        {
            int step = ScaleSteps + _ring.Count - 1;
            SendPart(Successor, step, 0, 0, BitConverter.GetBytes(bound));
            var elements = _segments.Elements(segment, _value);
            for (int part = 0; part < Parts(elements); part++)
            {
                SendPart(Successor, step, part + 1, part + 1, Part(elements, part));
            }
        }

        Finish();
    }

    private void Finish()
    {
        if (--_left == 0)
        {
            End(null, _contributors, _value, _bound);
        }
    }

    // At least one: an empty segment goes around, too.
    private static int Parts(Memory<byte> bytes) => Math.Max(1, (bytes.Length + RunBounds.ChunkBytes - 1) / RunBounds.ChunkBytes);

    private static Memory<byte> Part(Memory<byte> bytes, int part) =>
        bytes[(part * RunBounds.ChunkBytes)..Math.Min(bytes.Length, (part + 1) * RunBounds.ChunkBytes)];

    private sealed class Scaling(RingRun run) : IRunOutput
    {
        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload) => run.SendPart(slot, step, chunk, first, payload);

        public void Complete(OperationResult result) => run.BeginWords(result);

        public void Fail(ConsensusException fault) => run.End(fault, run._contributors, default);

        public void Violated(int slot, string rule) => run.Break(slot, rule);
    }
}
