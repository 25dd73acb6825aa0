using System.Security.Cryptography;

namespace Hypernet.Client;

/// <summary>Waits longer from attempt to attempt, and gives up when no attempt has shown a sign of life for too long.</summary>
internal sealed class Patience(HypernetClientOptions options, TimeProvider time)
{
    private long _alive = time.GetTimestamp();
    private int _attempts;

    /// <summary>The server does what is expected of it: the next fault is a first one again.</summary>
    internal void Renew()
    {
        _alive = time.GetTimestamp();
        _attempts = 0;
    }

    /// <summary>Waits before the next attempt.</summary>
    /// <exception cref="ApiException">The fault itself: it is none that passes, or patience is at its end.</exception>
    internal async Task WaitAsync(ApiException fault, CancellationToken cancellationToken)
    {
        bool isOver = options.Patience != Timeout.InfiniteTimeSpan && time.GetElapsedTime(_alive) >= options.Patience;
        if (!fault.IsTransient || isOver)
        {
            throw fault;
        }

        TimeSpan delay = Delay(_attempts++);
        TimeSpan asked = (fault as RequestRefusedException)?.RetryAfter ?? TimeSpan.Zero;
        await Task.Delay(asked > delay && asked <= options.LongestDelay ? asked : delay, time, cancellationToken);
    }

    // Between half of the doubled delay and all of it, so that a thousand clients do not come back at once.
    private TimeSpan Delay(int attempt)
    {
        double ceiling = Math.Min(options.LongestDelay.TotalMilliseconds, options.ShortestDelay.TotalMilliseconds * Math.Pow(2, Math.Min(attempt, 20)));
        return TimeSpan.FromMilliseconds(ceiling * (0.5 + (RandomNumberGenerator.GetInt32(1024) / 2048.0)));
    }
}
