namespace Hypernet.Runtime;

/// <summary>Bounds frames that cost the program nothing: it waits here once it has sent too many (docs/spec/runtime.md §3).</summary>
internal sealed class OneWayBucket(int perSecond, TimeProvider time)
{
    private double _left = perSecond;
    private long _filledAt = time.GetTimestamp();

    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        long now = time.GetTimestamp();
        _left = Math.Min(perSecond, _left + (time.GetElapsedTime(_filledAt, now).TotalSeconds * perSecond));
        _filledAt = now;
        _left--;
        if (_left < 0)
        {
            await Task.Delay(TimeSpan.FromSeconds(-_left / perSecond), time, cancellationToken).ConfigureAwait(false);
        }
    }
}
