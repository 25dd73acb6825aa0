using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Hypernet.Network.Native;

namespace Hypernet.Network.Polling;

/// <summary>
/// Waits for sockets, deadlines and requests of other threads, and calls those who own them: one call at a time, so that they
/// need no lock against each other. One poller serves any number of transports.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "There is one, and it lives as long as the process.")]
internal sealed partial class Poller
{
    private const double MaxSeconds = 366 * 24 * 3600;
    private const ulong WakeData = ulong.MaxValue;
    private readonly Epoll _epoll = new();
    private readonly Descriptor _wake = new(Libc.CreateEvent(0, Libc.NonBlocking | Libc.CloseOnExec), "eventfd");
    private readonly ConcurrentQueue<Action> _requests = new();
    private readonly PriorityQueue<Action, long> _deadlines = new();
    private readonly List<Slot> _slots = [];
    private readonly Stack<int> _free = new();
    private int _isAsleep;

    private Poller()
    {
        Clock = new PollerTime(this);
        _epoll.Add(_wake, Libc.Readable | Libc.EdgeTriggered, WakeData);
        new Thread(Run) { IsBackground = true, Name = "Hypernet network" }.Start();
    }

    /// <summary>The one of this process.</summary>
    public static Poller Shared => Lazy.Value;

    /// <summary>The clock of deadlines.</summary>
    public static TimeProvider Time => TimeProvider.System;

    /// <summary>The same, with timers that the driving thread fires.</summary>
    public TimeProvider Clock { get; }

    /// <summary>Now, as a timestamp of <see cref="Time"/>.</summary>
    public static long Now => Time.GetTimestamp();

    /// <summary>Where whoever reads may put what it reads: nobody else does meanwhile.</summary>
    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(16 * 1024, pinned: true);

    private static Lazy<Poller> Lazy { get; } = new(() => new Poller());

    /// <summary>Begins to watch a socket. Only for the driving thread, as all but <see cref="Post"/> and <see cref="Modify"/>.</summary>
    /// <returns>Names the watch.</returns>
    public ulong Watch(NativeSocket socket, uint events, IPollable target)
    {
        if (!_free.TryPop(out int index))
        {
            index = _slots.Count;
            _slots.Add(default);
        }

        uint generation = _slots[index].Generation + 1;
        _slots[index] = new Slot(target, generation);
        ulong watch = ((ulong)generation << 32) | (uint)index;
        _epoll.Add(socket, events, watch);
        return watch;
    }

    /// <summary>Changes what a socket is watched for. Any thread may, as long as the socket is not closed.</summary>
    public void Modify(NativeSocket socket, ulong watch, uint events) => _epoll.Modify(socket, events, watch);

    /// <summary>Gives a watch to another owner.</summary>
    public void Hand(ulong watch, IPollable target) => _slots[(int)(uint)watch] = _slots[(int)(uint)watch] with { Target = target };

    /// <summary>Ends a watch, and closes its socket.</summary>
    public void Close(NativeSocket socket, ulong watch)
    {
        int index = (int)(uint)watch;
        _slots[index] = _slots[index] with { Target = null };
        _free.Push(index);
        _epoll.Remove(socket);
        socket.Dispose();
    }

    /// <summary>Has something done by the driving thread, soon. Any thread may ask.</summary>
    public void Post(Action request)
    {
        _requests.Enqueue(request);
        Wake();
    }

    /// <summary>Has something done by the driving thread at a time. Cannot be taken back: whoever is called looks whether it still matters.</summary>
    public void Schedule(TimeSpan after, Action request) =>
        _deadlines.Enqueue(request, Now + (long)(Math.Min(after.TotalSeconds, MaxSeconds) * Time.TimestampFrequency));

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isAsleep, 0) == 1)
        {
            _ = Libc.SignalEvent(_wake, 1);
        }
    }

    /// <summary>Waits at most once, then does all that is to be done.</summary>
    /// <param name="atMost">How long to wait, in milliseconds; −1 for as long as it takes, or until a caller wants to drive.</param>
    /// <returns>How many descriptors were ready.</returns>
    private int Turn(int atMost)
    {
        // After this, whoever posts wakes; before it, what was posted is seen.
        Interlocked.Exchange(ref _isAsleep, 1);
        bool isAsked = !_requests.IsEmpty || (atMost < 0 && Volatile.Read(ref _hasCaller) == 1);
        int ready = _epoll.Wait(isAsked ? 0 : Patience(atMost));
        Volatile.Write(ref _isAsleep, 0);
        for (int i = 0; i < ready; i++)
        {
            (uint events, ulong watch) = _epoll.Ready(i);
            if (watch != WakeData && _slots[(int)(uint)watch] is { Target: { } target } slot && slot.Generation == watch >> 32)
            {
                target.Ready(events);
            }
        }

        while (_deadlines.TryPeek(out var due, out long at) && at <= Time.GetTimestamp())
        {
            _deadlines.Dequeue();
            due();
        }

        for (int left = _requests.Count; left > 0 && _requests.TryDequeue(out var request); left--)
        {
            request();
        }

        return ready;
    }

    private int Patience(int atMost)
    {
        if (!_deadlines.TryPeek(out _, out long at))
        {
            return atMost;
        }

        // Rounded up: a deadline that is waited for too shortly is met by spinning.
        double milliseconds = Math.Ceiling(Time.GetElapsedTime(Time.GetTimestamp(), at).TotalMilliseconds);
        int untilDeadline = (int)Math.Clamp(milliseconds, 0, int.MaxValue);
        return atMost < 0 ? untilDeadline : Math.Min(atMost, untilDeadline);
    }

    private readonly record struct Slot(IPollable? Target, uint Generation);
}
