using Hypernet.Network;
using Xunit;

namespace Hypernet.Consensus.Runs;

/// <summary>One operation in one view: a run at each member, and a network that delivers what is under way in any order but that of a pair.</summary>
internal sealed class RunCluster
{
    private readonly Random _chance;
    private readonly Dictionary<(int From, int To), Queue<Frame>> _links = [];
    private readonly List<(int From, int To)> _busy = [];
    private readonly SortedDictionary<int, IRun> _runs = [];
    private readonly SortedDictionary<int, IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>>> _waiting = [];

    /// <param name="seed">Of the order of deliveries.</param>
    /// <param name="size">Slots of the group.</param>
    /// <param name="call">What each member calls.</param>
    /// <param name="plays">By member: the contributions that it plays.</param>
    /// <param name="schedule">How it travels, or null for the choice.</param>
    /// <param name="isWide">Of the view.</param>
    /// <param name="ownerBytes">See <see cref="RunContext.OwnerBytes"/>: by 1 all members own something, however short the vectors.</param>
    public RunCluster(int seed, int size, OperationCall call, IReadOnlyDictionary<int, List<KeyValuePair<int, ReadOnlyMemory<byte>>>> plays, ScheduleKind? schedule = null, bool isWide = false, int ownerBytes = 1)
    {
        _chance = new Random(seed);
        int[] members = [.. plays.Keys.Order()];
        foreach (int member in members)
        {
            var context = new RunContext(size, member, members, call) { IsWide = isWide, OwnerBytes = ownerBytes };
            var output = new Output(this, member);
            Outputs[member] = output;
            _runs[member] = schedule is { } kind ? RunFactory.Create(context, output, kind) : RunFactory.Create(context, output);
            _waiting[member] = plays[member];
        }
    }

    /// <summary>What became of each member.</summary>
    public SortedDictionary<int, Output> Outputs { get; } = [];

    /// <summary>Frames sent.</summary>
    public int Frames { get; private set; }

    /// <summary>Bytes of the longest frame.</summary>
    public int LongestFrame { get; private set; }

    /// <summary>How often a frame was to be received in place.</summary>
    public int Rooms { get; private set; }

    /// <summary>What a member receives instead of a frame, if it is hostile: null drops it.</summary>
    public Func<Frame, Frame?> Tamper { get; init; } = frame => frame;

    /// <summary>Starts the members at any time, and delivers until nothing is under way.</summary>
    public RunCluster Play()
    {
        while (_waiting.Count + _busy.Count > 0)
        {
            int choice = _chance.Next(_waiting.Count + _busy.Count);
            if (choice < _waiting.Count)
            {
                int member = _waiting.Keys.ElementAt(choice);
                var contributions = _waiting[member];
                _waiting.Remove(member);
                _runs[member].Start(contributions);
            }
            else
            {
                Deliver(choice - _waiting.Count);
            }
        }

        return this;
    }

    private void Deliver(int index)
    {
        var link = _busy[index];
        var frame = _links[link].Dequeue();
        if (_links[link].Count == 0)
        {
            _busy[index] = _busy[^1];
            _busy.RemoveAt(_busy.Count - 1);
        }

        if (Tamper(frame) is { } arrived)
        {
            Receive(_runs[link.To], link.From, arrived);
        }
    }

    private void Receive(IRun run, int from, Frame frame)
    {
        // A frame may be received in place, after attempts that came to nothing.
        for (int attempt = _chance.Next(3); attempt > 0; attempt--)
        {
            var room = run.RoomFor(from, frame.Header, frame.Payload.Length);
            Assert.True(room.IsEmpty || room.Length == frame.Payload.Length);
            Rooms += room.IsEmpty ? 0 : 1;
            room.Span.Fill(0xEE);
            if (attempt == 1 && !room.IsEmpty)
            {
                frame.Payload.CopyTo(room);
                run.Receive(from, frame.Header, room.Span);
                return;
            }
        }

        // The memory of a frame is gone after the call.
        byte[] payload = frame.Payload.ToArray();
        run.Receive(from, frame.Header, payload);
        Array.Fill(payload, (byte)0xEE);
    }

    private void Send(int from, int to, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
    {
        Assert.True(_runs.ContainsKey(to) && from != to);
        Assert.InRange(payload.Length, 0, RunBounds.ChunkBytes);
        Assert.InRange(step, 0, ushort.MaxValue);
        Frames++;
        LongestFrame = Math.Max(LongestFrame, payload.Length);
        if (!_links.TryGetValue((from, to), out var queue))
        {
            _links[(from, to)] = queue = new Queue<Frame>();
        }

        if (queue.Count == 0)
        {
            _busy.Add((from, to));
        }

        var header = new FrameHeader { Type = FrameType.Data, Step = (ushort)step, Chunk = (uint)chunk, First = (ulong)first };
        queue.Enqueue(new Frame(from, to, header, payload));
    }

    /// <summary>A frame under way.</summary>
    public sealed record Frame(int From, int To, FrameHeader Header, ReadOnlyMemory<byte> Payload);

    /// <summary>The world of one member.</summary>
    public sealed class Output(RunCluster cluster, int self) : IRunOutput
    {
        public OperationResult? Result { get; private set; }

        public ConsensusException? Fault { get; private set; }

        public List<(int Slot, string Rule)> Violations { get; } = [];

        public int Ends { get; private set; }

        public void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload) => cluster.Send(self, slot, step, chunk, first, payload);

        public void Complete(OperationResult result) => (Result, Ends) = (result, Ends + 1);

        public void Fail(ConsensusException fault) => (Fault, Ends) = (fault, Ends + 1);

        public void Violated(int slot, string rule) => Violations.Add((slot, rule));
    }
}
