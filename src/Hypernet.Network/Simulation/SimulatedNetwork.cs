namespace Hypernet.Network.Simulation;

/// <summary>
/// A network in one thread and in virtual time: the same seed and the same calls give the same run, on every machine. Nothing
/// happens by itself: <see cref="Step"/> and <see cref="RunUntil"/> let it happen.
/// </summary>
public sealed partial class SimulatedNetwork
{
    private readonly SimulatedTransport[] _peers;
    private readonly HashSet<(int From, int To)> _cuts = [];
    private readonly List<(int Peer, long Event)> _crashes = [];
    private SplitMix64 _random;

    /// <summary>A network of peers that are all alive and connected.</summary>
    /// <param name="count">How many peers.</param>
    /// <param name="seed">Of all chance in it.</param>
    public SimulatedNetwork(int count, ulong seed)
    {
        _random = new SplitMix64(seed);
        Count = count;
        _peers = [.. Enumerable.Range(0, count).Select(peer => new SimulatedTransport(this, peer, life: 1))];
        Time = new SimulatedTime(this, null);
    }

    /// <summary>Number of peers.</summary>
    public int Count { get; }

    /// <summary>The virtual clock. Timers made of it outlive every peer; those of a transport end with its peer.</summary>
    public TimeProvider Time { get; }

    /// <summary>Least time from sender to receiver. Default: 50 µs.</summary>
    public TimeSpan MinDelay { get; set; } = TimeSpan.FromMicroseconds(50);

    /// <summary>Greatest time from sender to receiver. Default: 150 µs.</summary>
    public TimeSpan MaxDelay { get; set; } = TimeSpan.FromMicroseconds(150);

    /// <summary>Share of what is sent, acknowledgments included, that does not arrive. It is sent again. Default: 0. Range: 0 up to 1.</summary>
    public double Loss { get; set; }

    /// <summary>Share of what is sent that arrives twice. Default: 0. Range: 0 to 1.</summary>
    public double Duplicate { get; set; }

    /// <summary>Share of what is sent that takes up to four times as long, and is overtaken. Default: 0. Range: 0 to 1.</summary>
    public double Reorder { get; set; }

    /// <summary>Time from a crash to the report that it is proven, at each of the other peers. Default: 1 ms.</summary>
    public TimeSpan Detection { get; set; } = TimeSpan.FromMilliseconds(1);

    /// <summary>How many frames peers have sent, and were given, so far: the points at which a peer can crash.</summary>
    public long Events { get; private set; }

    /// <summary>Called before each frame is sent. A crash of the sender in it prevents that.</summary>
    public Action<SimulatedFrame>? OnSend { get; set; }

    /// <summary>Called before each frame is given to its receiver. A crash of the receiver in it prevents that.</summary>
    public Action<SimulatedFrame>? OnDeliver { get; set; }

    /// <summary>The end of the network of a peer's process: the last one, after <see cref="Restart"/>.</summary>
    /// <param name="peer">From 0.</param>
    public ITransport Transport(int peer) => _peers[peer];

    /// <summary>Whether a peer's last process has neither crashed nor been disposed of.</summary>
    /// <param name="peer">From 0.</param>
    public bool IsAlive(int peer) => !_peers[peer].IsGone;

    /// <summary>Ends a peer at once. What is on its way still arrives; nothing is sent again, and no timer of it fires.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="isProven">Whether the others are told (<see cref="PeerLoss.Refused"/>, after <see cref="Detection"/>), or meet silence only.</param>
    public void Crash(int peer, bool isProven = true) => Crash(_peers[peer], isProven);

    /// <summary>
    /// Starts another process in a peer's place; the one before ends at once, without a proof, if it lives still. Whoever knew the one
    /// before learns of it when it first hears of the new one (<see cref="ITransportHandler.Renewed"/>), and hears of it when either sends to the other.
    /// </summary>
    /// <param name="peer">From 0.</param>
    /// <returns>Its end of the network, which is to be started.</returns>
    public ITransport Restart(int peer)
    {
        Crash(peer, isProven: false);
        return _peers[peer] = new SimulatedTransport(this, peer, _peers[peer].Life + 1);
    }

    /// <summary>Ends a peer just before the frame with this number is sent or delivered, by or to whomever.</summary>
    /// <param name="peer">Who.</param>
    /// <param name="number">Number of the event, as in <see cref="Events"/>.</param>
    public void CrashAt(int peer, long number) => _crashes.Add((peer, number));

    /// <summary>Cuts the links between two sets, without a report: all that is sent between them is lost, and is sent again until <see cref="Heal"/>.</summary>
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
    public void Heal() => _cuts.Clear();

    /// <summary>Breaks the link between two peers: both are told, and told again when it is restored after <see cref="Detection"/>. No frame is lost.</summary>
    /// <param name="one">One end.</param>
    /// <param name="other">The other end.</param>
    public void Break(int one, int other)
    {
        foreach ((int peer, int lost) in new[] { (one, other), (other, one) })
        {
            Schedule(new Happening(SimulatedEventKind.Lost, peer, lost) { Loss = PeerLoss.Broken, Number = LifeOf(lost) }, 0);
            Schedule(new Happening(SimulatedEventKind.Restored, peer, lost) { Number = LifeOf(lost) }, Detection.Ticks);
        }
    }

    /// <summary>Ends a process.</summary>
    internal void Crash(SimulatedTransport process, bool isProven)
    {
        if (process.IsGone)
        {
            return;
        }

        process.IsGone = true;
        for (int other = 0; isProven && other < Count; other++)
        {
            if (other != process.Self)
            {
                Schedule(new Happening(SimulatedEventKind.Lost, other, process.Self) { Loss = PeerLoss.Refused, Number = process.Life }, Detection.Ticks);
            }
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
}
