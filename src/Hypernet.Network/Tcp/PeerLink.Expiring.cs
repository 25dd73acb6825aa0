using Hypernet.Network.Polling;

namespace Hypernet.Network.Tcp;

/// <summary>docs/spec/transport.md §6: a connection ends with the credential that made it.</summary>
internal sealed partial class PeerLink
{
    private bool _isExpiryAwaited;
    private DateTimeOffset _validUntil = DateTimeOffset.MaxValue;

    // One deadline a link, however often it connects.
    private void AwaitExpiry()
    {
        if (!_isExpiryAwaited && _validUntil != DateTimeOffset.MaxValue)
        {
            _isExpiryAwaited = true;

            // What is scheduled cannot be taken back, and may be due long after another process has followed.
            var link = new WeakReference<PeerLink>(this);
            _poller.Schedule(_validUntil - Poller.Time.GetUtcNow(), () => Expire(link));
        }
    }

    private static void Expire(WeakReference<PeerLink> link)
    {
        if (link.TryGetTarget(out var target))
        {
            target.Expire();
        }
    }

    private void Expire()
    {
        _isExpiryAwaited = false;
        if (_connection is not null && _validUntil <= Poller.Time.GetUtcNow())
        {
            Break(ProtocolFault.CredentialExpired);
        }
        else if (_connection is not null)
        {
            AwaitExpiry();
        }
    }
}
