using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>What happens in it, and when.</summary>
public sealed partial class SimulatedNetwork
{
    private readonly PriorityQueue<Happening, Moment> _queue = new();
    private readonly Dictionary<(int From, int To), long> _lastArrival = [];
    private ulong _scheduled;

    /// <summary>Virtual time since the beginning, in ticks.</summary>
    internal long Now { get; private set; }

    /// <summary>Which process of a peer is its last.</summary>
    internal ulong LifeOf(int peer) => _peers[peer].Life;

    /// <summary>A frame is about to be sent: peers can crash at this point.</summary>
    internal void Sends(int from, int to, in FrameHeader header, int length) => Pass(OnSend, from, to, header, length);

    /// <summary>A frame is about to be delivered: peers can crash at this point.</summary>
    internal void Delivers(int from, int to, in FrameHeader header, int length) => Pass(OnDeliver, from, to, header, length);

    /// <summary>Puts something on its way, or loses it.</summary>
    internal void Transmit(SimulatedLink sender, int from, int to, ulong number, ulong acknowledged)
    {
        var raw = new Happening(SimulatedEventKind.Arrived, to, from) { Number = number, Acknowledged = acknowledged, Sender = sender };
        int copies = Chance(Duplicate) ? 2 : 1;
        for (int i = 0; i < copies; i++)
        {
            if (!Chance(Loss) && !_cuts.Contains((from, to)))
            {
                Schedule(raw, Travel(from, to));
            }
        }
    }

    /// <summary>Has a frame that came too early arrive again, now that it is its turn.</summary>
    internal void Arrive(SimulatedLink sender, int from, int to, ulong number) =>
        Schedule(new Happening(SimulatedEventKind.Arrived, to, from) { Number = number, Sender = sender }, 0);

    /// <summary>Has what came from a process that was not known arrive again, now that it is.</summary>
    internal void ArriveAgain(in Happening arrived) => Schedule(arrived, 0);

    internal void Schedule(SimulatedTimer timer, TimeSpan after) =>
        Schedule(new Happening(SimulatedEventKind.Timer, timer.Peer, -1) { Timer = timer, Number = timer.Version }, after.Ticks);

    private void Schedule(in Happening what, long after) => _queue.Enqueue(what, new Moment(Now + Math.Max(0, after), _scheduled++));

    private bool Chance(double share) => share > 0 && _random.NextDouble() < share;

    private long Travel(int from, int to)
    {
        long delay = MinDelay.Ticks + _random.NextBelow(MaxDelay.Ticks - MinDelay.Ticks + 1);
        if (Chance(Reorder))
        {
            return delay + _random.NextBelow((3 * MaxDelay.Ticks) + 1);
        }

        ref long last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastArrival, (from, to), out _);
        last = Math.Max(last, Now + delay);
        return last - Now;
    }

    private SimulatedEventKind? Happen(in Happening what)
    {
        if (what.Timer is { } timer)
        {
            bool isDue = timer.Version == what.Number && !timer.IsGone;
            if (isDue)
            {
                timer.Fire();
            }

            return isDue ? what.Kind : null;
        }

        var peer = _peers[what.Peer];
        if (what.Kind == SimulatedEventKind.Arrived)
        {
            return peer.Arrive(what);
        }

        // Of a process that another one has followed nothing is told any more.
        if (peer.IsGone || peer.Handler is not { } handler || peer[what.Other] is not { IsOver: false } link || link.PeerLife != what.Number)
        {
            return null;
        }

        if (what.Kind == SimulatedEventKind.Restored)
        {
            handler.Restored(what.Other);
            return what.Kind;
        }

        if (what.Loss == PeerLoss.Refused)
        {
            link.End(handler);
        }
        else
        {
            handler.Lost(what.Other, what.Loss);
        }

        return what.Kind;
    }

    // A point at which a peer can crash.
    private void Pass(Action<SimulatedFrame>? hook, int from, int to, in FrameHeader header, int length)
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
    }
}
