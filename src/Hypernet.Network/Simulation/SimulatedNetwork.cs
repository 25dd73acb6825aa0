namespace Hypernet.Network.Simulation;

/// <summary>
/// A network in one thread and in virtual time: the same seed and the same calls give the same run, on every machine. Nothing
/// happens by itself: <see cref="Step"/> and <see cref="RunUntil"/> let it happen.
/// </summary>
public sealed class SimulatedNetwork
{
    private readonly PriorityQueue<Happening, Moment> _queue = new();
    private readonly SimulatedTransport[] _peers;
    private readonly Dictionary<(int From, int To), long> _lastArrival = [];
    private readonly HashSet<(int From, int To)> _cuts = [];
    private readonly Queue<Happening>[] _held;
    private readonly List<(int Peer, long Event)> _crashes = [];
    private SplitMix64 _random;
    private ulong _scheduled;

    /// <summary>A network of peers that are all alive and connected.</summary>
    /// <param name="count">How many peers.</param>
    /// <param name="seed">Of all chance in it.</param>
    public SimulatedNetwork(int count, ulong seed)
    {
        _random = new SplitMix64(seed);
        _peers = [.. Enumerable.Range(0, count).Select(peer => new SimulatedTransport(this, peer))];
        _held = [.. Enumerable.Range(0, count * count).Select(_ => new Queue<Happening>())];
        Time = new SimulatedTime(this, -1);
    }

    /// <summary>Number of peers.</summary>
    public int Count => _peers.Length;

    /// <summary>The virtual clock. Timers made of it outlive every peer; those of a transport end with its peer.</summary>
    public TimeProvider Time { get; }

    /// <summary>Least time from sender to receiver. Default: 50 µs.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Greatest time from sender to receiver. Default: 150 µs.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMicroseconds(150);

    /// <summary>Time from a crash to the report that it is proven, at each of the other peers. Default: 1 ms.</summary>
    public TimeSpan Detection { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How many frames peers have sent, and were given, so far: the points at which a peer can crash.</summary>
    public long Events { get; private set; }

    /// <summary>Called before each frame is sent. A crash of the sender in it prevents that.</summary>
    public Action<SimulatedFrame>? OnSend { get; set; }

    /// <summary>Called before each frame is given to its receiver. A crash of the receiver in it prevents that.</summary>
    public Action<SimulatedFrame>? OnDeliver { get; set; }

    /// <summary>Virtual time since the beginning, in ticks.</summary>
    internal long Now { get; private set; }

    /// <summary>One peer's end of the network.</summary>
    /// <param name="peer">From 0.</param>
    public ITransport Transport(int peer) => _peers[peer];

    /// <summary>Whether a peer has neither crashed nor been disposed of.</summary>
    /// <param name="peer">From 0.</param>
    public bool IsAlive(int peer) => !_peers[peer].IsGone;

    /// <summary>Ends a peer at once. What it has sent still arrives; its timers do not fire.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="isProven">Whether the others are told (<see cref="PeerLoss.Refused"/>, after <see cref="Detection"/>), or meet silence only.</param>
    public void Crash(int peer, bool isProven = true)
    {
        if (!IsAlive(peer))
        {
            return;
        }

        _peers[peer].IsGone = true;
        for (int other = 0; isProven && other < Count; other++)
        {
            if (other != peer)
            {
                Schedule(new Happening(SimulatedEventKind.Lost, other, peer) { Loss = PeerLoss.Refused }, Detection.Ticks);
            }
        }
    }

    /// <summary>Ends a peer just before the frame with this number is sent or delivered, by or to whomever.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="number">Number of the event, as in <see cref="Events"/>.</param>
    public void CrashAt(int peer, long number) => _crashes.Add((peer, number));

    /// <summary>Cuts the links between two sets, without a report: frames wait until <see cref="Heal"/>.</summary>
    /// <param name="some">One side.</param>
    /// <param name="others">The other side.</param>
    public void Cut(IEnumerable<int> some, IEnumerable<int> others)
    {
        foreach ((int one, int other) in some.SelectMany(one => others.Select(other => (one, other))))
        {
            _cuts.Add((one, other));
            _cuts.Add((other, one));
        }
    }

    /// <summary>Restores all links that were cut.</summary>
    public void Heal()
    {
        _cuts.Clear();
        foreach (var held in _held)
        {
            while (held.TryDequeue(out var frame))
            {
                Transmit(frame);
            }
        }
    }

    /// <summary>Breaks the link between two peers: both are told, and told again when it is restored after <see cref="Detection"/>. No frame is lost.</summary>
    /// <param name="one">One end.</param>
    /// <param name="other">The other end.</param>
    public void Break(int one, int other)
    {
        foreach ((int peer, int lost) in new[] { (one, other), (other, one) })
        {
            Schedule(new Happening(SimulatedEventKind.Lost, peer, lost) { Loss = PeerLoss.Broken }, 0);
            Schedule(new Happening(SimulatedEventKind.Restored, peer, lost), Detection.Ticks);
        }
    }

    /// <summary>Lets exactly one thing happen: the next one.</summary>
    /// <returns>What it was, or null if nothing will ever happen by itself.</returns>
    public SimulatedEvent? Step()
    {
        while (_queue.TryDequeue(out var next, out var moment))
        {
            Now = moment.Time;
            if (Happen(next) is { } kind)
            {
                return new SimulatedEvent(kind, next.Peer, next.Other);
            }
        }

        return null;
    }

    /// <summary>Lets things happen until something is so.</summary>
    /// <param name="isDone">Asked before each step.</param>
    /// <param name="limit">How much virtual time it may take.</param>
    /// <returns>Whether it became so, in time.</returns>
    public bool RunUntil(Func<bool> isDone, TimeSpan limit)
    {
        long end = Now + limit.Ticks;
        while (!isDone())
        {
            if (!_queue.TryPeek(out _, out var moment) || moment.Time > end)
            {
                return false;
            }

            Step();
        }

        return true;
    }

    internal void Send(int from, int to, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        if (IsAlive(from) && IsPoint(OnSend, from, to, header, payload.Length, from))
        {
            Transmit(new Happening(SimulatedEventKind.Delivered, to, from) { Header = header, Payload = payload });
        }
    }

    internal void Schedule(SimulatedTimer timer, TimeSpan after) =>
        Schedule(new Happening(SimulatedEventKind.Timer, timer.Peer, -1) { Timer = timer, Version = timer.Version }, after.Ticks);

    private void Transmit(in Happening frame)
    {
        if (_cuts.Contains((frame.Other, frame.Peer)))
        {
            _held[(frame.Other * Count) + frame.Peer].Enqueue(frame);
            return;
        }

        long arrival = Now + MinDelay.Ticks + _random.NextBelow(MaxDelay.Ticks - MinDelay.Ticks + 1);
        arrival = Math.Max(arrival, _lastArrival.GetValueOrDefault((frame.Other, frame.Peer)));
        _lastArrival[(frame.Other, frame.Peer)] = arrival;
        Schedule(frame, arrival - Now);
    }

    private void Schedule(in Happening what, long after) => _queue.Enqueue(what, new Moment(Now + Math.Max(0, after), _scheduled++));

    private SimulatedEventKind? Happen(in Happening what)
    {
        if (what.Timer is { } timer)
        {
            if (timer.Version != what.Version || (timer.Peer >= 0 && !IsAlive(timer.Peer)))
            {
                return null;
            }

            timer.Fire();
            return what.Kind;
        }

        var peer = _peers[what.Peer];
        if (peer.IsGone || peer.Handler is not { } handler || !peer.Knows(what.Other))
        {
            return what.Kind == SimulatedEventKind.Delivered ? SimulatedEventKind.Arrived : null;
        }

        switch (what.Kind)
        {
            case SimulatedEventKind.Delivered when !IsPoint(OnDeliver, what.Other, what.Peer, what.Header, what.Payload.Length, what.Peer):
                return SimulatedEventKind.Arrived;
            case SimulatedEventKind.Delivered:
                handler.Received(what.Other, what.Header, what.Payload.Span);
                break;
            case SimulatedEventKind.Lost:
                handler.Lost(what.Other, what.Loss);
                break;
            default:
                handler.Restored(what.Other);
                break;
        }

        return what.Kind;
    }

    /// <summary>Counts a point at which a peer can crash, and says whether the one that acts is alive after it.</summary>
    private bool IsPoint(Action<SimulatedFrame>? hook, int from, int to, in FrameHeader header, int length, int actor)
    {
        long number = Events++;
        foreach ((int peer, long at) in _crashes)
        {
            if (at == number)
            {
                Crash(peer);
            }
        }

        hook?.Invoke(new SimulatedFrame(number, from, to, header, length));
        return IsAlive(actor);
    }
}
