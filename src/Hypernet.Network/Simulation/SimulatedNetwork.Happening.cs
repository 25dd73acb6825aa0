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

    internal SimulatedLink Link(int from, int to) => _peers[from][to];

    /// <summary>Whether a frame is sent: not if its sender crashes at this point.</summary>
    internal bool IsSending(int from, int to, in FrameHeader header, int length)
    {
        Pass(OnSend, from, to, header, length);
        return IsAlive(from);
    }

    /// <summary>Whether a frame is delivered: not if its receiver crashes at this point.</summary>
    internal bool IsDelivering(int from, int to, in FrameHeader header, int length)
    {
        Pass(OnDeliver, from, to, header, length);
        return IsAlive(to);
    }

    /// <summary>Puts something on its way, or loses it.</summary>
    internal void Transmit(int from, int to, ulong number, ulong acknowledged)
    {
        var raw = new Happening(SimulatedEventKind.Arrived, to, from) { Number = number, Acknowledged = acknowledged };
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
    internal void Arrive(int from, int to, ulong number) => Schedule(new Happening(SimulatedEventKind.Arrived, to, from) { Number = number }, 0);

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
            bool isDue = timer.Version == what.Number && (timer.Peer < 0 || IsAlive(timer.Peer));
            if (isDue)
            {
                timer.Fire();
            }

            return isDue ? what.Kind : null;
        }

        var peer = _peers[what.Peer];
        if (what.Kind == SimulatedEventKind.Arrived)
        {
            return peer.IsGone ? what.Kind : peer[what.Other].Arrive(what);
        }

        if (peer.IsGone || peer.Handler is not { } handler || peer[what.Other].IsOver)
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
            peer[what.Other].Dispose();
        }

        handler.Lost(what.Other, what.Loss);
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
