namespace Hypernet.Client;

/// <summary>A cancellation that comes when the caller wants it, or when nothing has happened for a while.</summary>
internal sealed class IdleTimeout : IDisposable
{
    private readonly TimeSpan _span;
    private readonly CancellationTokenSource _clock;
    private readonly CancellationTokenSource _either;
    private readonly CancellationToken _caller;

    internal IdleTimeout(TimeSpan span, TimeProvider time, CancellationToken caller)
    {
        _span = span;
        _caller = caller;
        _clock = new CancellationTokenSource(span, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(_clock.Token, caller);
    }

    internal CancellationToken Token => _either.Token;

    internal bool HasExpired => _clock.IsCancellationRequested && !_caller.IsCancellationRequested;

    /// <summary>Something happened: the wait begins anew.</summary>
    internal void Renew() => _clock.CancelAfter(_span);

    public void Dispose()
    {
        _either.Dispose();
        _clock.Dispose();
    }
}
