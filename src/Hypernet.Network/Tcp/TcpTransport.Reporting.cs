using Hypernet.Network.Tcp;

namespace Hypernet.Network;

/// <summary>What the links ask of their transport, and its end. All of it is called by the driving thread.</summary>
public sealed partial class TcpTransport
{
    // Nobody waits for an acknowledgment: it only lets the other side forget.
    private static readonly TimeSpan AcknowledgeAfter = TimeSpan.FromMilliseconds(20);
    private readonly List<PeerLink> _owing = [];
    private ITransportHandler? _handler;
    private bool _isClosing;

    /// <summary>Who is reported to; null when nobody is any more.</summary>
    internal ITransportHandler? Handler => Volatile.Read(ref _isDisposed) == 0 ? _handler : null;

    /// <summary>When it began to accept.</summary>
    internal long Started { get; private set; }

    /// <summary>Has a link acknowledge soon, unless it does so before with a frame.</summary>
    internal void AcknowledgeSoon(PeerLink link)
    {
        _owing.Add(link);
        if (_owing.Count == 1)
        {
            _poller.Schedule(AcknowledgeAfter, AcknowledgeAll);
        }
    }

    /// <summary>A link owes nothing to its peer any more, or cannot pay.</summary>
    internal void Settled()
    {
        if (_isClosing && _links.All(link => link?.IsSettled ?? true))
        {
            Close();
        }
    }

    private void AcknowledgeAll()
    {
        foreach (var link in _owing)
        {
            link.AcknowledgeListed();
        }

        _owing.Clear();
    }

    private void BeginClosing()
    {
        if (_listening is { } watch)
        {
            _poller.Close(_listener, watch);
            _listening = null;
        }

        _listener.Dispose();
        while (_strangers.First is { } stranger)
        {
            _strangers.RemoveFirst();
            stranger.Value.Close();
        }

        // Peers that close as well need not wait for it.
        foreach (var link in _links)
        {
            link?.AcknowledgeNow();
        }

        _isClosing = true;
        _poller.Schedule(Options.Linger, Close);
        Settled();
    }

    private void Close()
    {
        if (_isClosing)
        {
            _isClosing = false;
            foreach (var link in _links)
            {
                link?.Forget();
            }

            // Behind what the links have asked for.
            _poller.Post(_closed.SetResult);
        }
    }
}
