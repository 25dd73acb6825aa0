namespace Hypernet.Network.Polling;

/// <summary>
/// Who drives: a background thread, unless a thread that waits for a result does so itself, which saves it being woken. The
/// background thread then stands back until nobody has driven for a while, or somebody waits in another way.
/// </summary>
internal sealed partial class Poller
{
    private static readonly TimeSpan StandBack = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan MostStandBack = TimeSpan.FromMilliseconds(16);

    // So often a caller looks and lets others run before it sleeps: who shares its core is about to send, and need not wake it.
    private const int Glances = 20;

    private readonly SemaphoreSlim _role = new(1);
    private readonly AutoResetEvent _isNeeded = new(false);
    private int _hasCaller;
    private int _isContended;
    private int _driver;
    private long _lastDrive;

    /// <summary>Drives on the calling thread.</summary>
    /// <param name="isDone">Asked before each turn, by this thread. Nothing but a turn may make it so.</param>
    /// <param name="atMost">How long.</param>
    /// <returns>Whether it is done. False also if another caller drives already, or if the caller is being called by the poller.</returns>
    public bool TryDrive(Func<bool> isDone, TimeSpan atMost)
    {
        if (Environment.CurrentManagedThreadId == Volatile.Read(ref _driver))
        {
            return isDone();
        }

        if (Interlocked.Exchange(ref _hasCaller, 1) == 1)
        {
            Volatile.Write(ref _isContended, 1);
            return isDone();
        }

        Wake();
        _role.Wait();
        try
        {
            Volatile.Write(ref _driver, Environment.CurrentManagedThreadId);
            return Drive(isDone, atMost);
        }
        finally
        {
            Leave();
        }
    }

    private bool Drive(Func<bool> isDone, TimeSpan atMost)
    {
        long start = Time.GetTimestamp();
        for (int glances = 0; !isDone();)
        {
            var left = atMost - Time.GetElapsedTime(start);
            if (left <= TimeSpan.Zero)
            {
                return false;
            }

            bool isPatient = glances >= Glances;
            if (Turn(isPatient ? (int)Math.Min(Math.Ceiling(left.TotalMilliseconds), int.MaxValue) : 0) > 0)
            {
                glances = 0;
            }
            else if (!isPatient)
            {
                glances++;
                Thread.Yield();
            }
        }

        return true;
    }

    private void Leave()
    {
        Volatile.Write(ref _driver, 0);
        Volatile.Write(ref _lastDrive, Time.GetTimestamp());
        Volatile.Write(ref _hasCaller, 0);
        _role.Release();
        if (Interlocked.Exchange(ref _isContended, 0) == 1)
        {
            // Another caller waits in another way: somebody must drive for it now.
            _isNeeded.Set();
        }
    }

    /// <summary>Has the background thread drive, unless a caller does or it drives already.</summary>
    public void Attend()
    {
        if (Volatile.Read(ref _driver) == 0)
        {
            _isNeeded.Set();
        }
    }

    private bool IsDriven => Volatile.Read(ref _hasCaller) == 1 || Time.GetElapsedTime(Volatile.Read(ref _lastDrive)) < StandBack;

    private void Run()
    {
        while (true)
        {
            _role.Wait();
            Volatile.Write(ref _driver, Environment.CurrentManagedThreadId);
            while (Volatile.Read(ref _hasCaller) == 0)
            {
                Turn(-1);
            }

            Volatile.Write(ref _driver, 0);
            _role.Release();
            for (var patience = StandBack; !_isNeeded.WaitOne(patience) && IsDriven; patience = patience < MostStandBack ? 2 * patience : patience)
            {
            }
        }
    }
}
