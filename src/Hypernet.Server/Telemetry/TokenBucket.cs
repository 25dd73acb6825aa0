namespace Hypernet.Server.Telemetry;

/// <summary>Lets through so many bytes a second over time, and a few seconds' worth at once. Not safe for concurrent use.</summary>
internal sealed class TokenBucket(int perSecond, int capacity, TimeProvider time)
{
    private double _tokens = capacity;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes so many tokens, if they are there; else says how long they take to come.</summary>
    internal bool TryTake(int tokens, out TimeSpan wait)
    {
        long now = time.GetTimestamp();
        _tokens = Math.Min(capacity, _tokens + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
        _filled = now;
        bool isThere = tokens <= _tokens;
        wait = isThere ? TimeSpan.Zero : TimeSpan.FromSeconds((tokens - _tokens) / perSecond);
        _tokens -= isThere ? tokens : 0;
        return isThere;
    }
}
