using System.Net;
using System.Net.Sockets;

namespace Hypernet.Testing;

/// <summary>A host whose process has just been killed: each connection to it is reset as soon as it is made.</summary>
public sealed class ResettingServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Task _resetting;

    /// <summary>Begins.</summary>
    public ResettingServer()
    {
        _listener.Start();
        Url = new Uri($"http://{_listener.LocalEndpoint}/");

        // At once, from a thread of its own: the client is to notice amid its first look at the connection.
        _resetting = Task.Factory.StartNew(Reset, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Its address.</summary>
    public Uri Url { get; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _resetting;
    }

    private void Reset()
    {
        try
        {
            while (true)
            {
                using var connection = _listener.AcceptSocket();
                connection.LingerState = new LingerOption(enable: true, seconds: 0);
            }
        }
        catch (Exception over) when (over is SocketException or ObjectDisposedException)
        {
            // The listener is closed.
        }
    }
}
