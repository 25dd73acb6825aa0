using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Hypernet.Network;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// An operation played once more by one slot alone, from the contributions of all partitions: what each part would have been if nobody
/// had lied. Runs are deterministic, and a part is a function of the parts that it waits for, so the order of deliveries does not matter.
/// </summary>
internal sealed class Replay
{
    private readonly Queue<(int From, int To, FrameHeader Header, ReadOnlyMemory<byte> Payload)> _underWay = new();
    private readonly List<(int From, int To, PartEvidence Part)> _parts = [];
    private readonly Ending?[] _endings;

    /// <summary>Plays an operation.</summary>
    /// <param name="call">What was called.</param>
    /// <param name="contributions">Of all partitions.</param>
    /// <param name="runs">Makes a run.</param>
    public Replay(OperationCall call, IReadOnlyList<ReadOnlyMemory<byte>> contributions, Func<RunContext, IRunOutput, IRun> runs)
    {
        int[] partitions = [.. Enumerable.Range(0, contributions.Count)];
        _endings = new Ending?[partitions.Length];
        IRun[] players = [.. partitions.Select(partition => runs(
            new RunContext(partitions.Length, partition, partitions, call with { Contribution = contributions[partition] }) { IsWide = true },
            new Output(this, partition)))];
        foreach (int partition in partitions)
        {
            players[partition].Start([KeyValuePair.Create(partition, contributions[partition])]);
        }

        while (_underWay.TryDequeue(out var part))
        {
            players[part.To].Receive(part.From, part.Header, part.Payload.Span);
        }
    }

    /// <summary>The parts in an order in which each comes after those that it is made of.</summary>
    public IReadOnlyList<(int From, int To, PartEvidence Part)> Parts => _parts;

    /// <summary>How it ends at each partition; null where it does not.</summary>
    public IReadOnlyList<Ending?> Endings => _endings;

    /// <summary>
    /// The first part that a partition received otherwise. Parts of one link come in one order, whatever becomes of others: so each is
    /// compared with the one in its place, whatever it says that it is. What is lacking at the end is no deviation: a view may have ended before.
    /// </summary>
    /// <param name="from">Partition that sent.</param>
    /// <param name="to">Partition that received.</param>
    /// <param name="received">What it received, in order.</param>
    /// <returns>Index in <see cref="Parts"/> of the part in whose place it is; null if there is none.</returns>
    public int? FirstDeviation(int from, int to, IEnumerable<PartEvidence> received)
    {
        var deviations = _parts.Index().Where(part => part.Item.From == from && part.Item.To == to).Zip(received)
            .Where(pair => pair.First.Item.Part != pair.Second);
        return deviations.Select(pair => (int?)pair.First.Index).FirstOrDefault();
    }

    private sealed class Output(Replay replay, int self) : IRunOutput
    {
        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
        {
            var header = new FrameHeader { Type = FrameType.Data, Step = (ushort)step, Chunk = (uint)chunk, First = (ulong)first };
            replay._parts.Add((self, slot, new PartEvidence(header.Step, header.Chunk, header.First, Hash256.Of(payload.Span))));

            // What is sent may be written to once it was received.
            replay._underWay.Enqueue((self, slot, header, payload.ToArray()));
        }

        public void Complete(OperationResult result) => replay._endings[self] = Ending.Of(result);

        public void Fail(ConsensusException fault) => replay._endings[self] = Ending.Of(fault);

        public void Violated(int slot, string rule)
        {
            // From contributions that no run refuses: the parts before it stand, and the operation has no ending here.
        }
    }
}
