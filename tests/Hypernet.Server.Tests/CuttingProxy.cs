using System.Net;
using System.Net.Sockets;

namespace Hypernet.Server;

/// <summary>A network that is not reliable: passes bytes on to a server and cuts each connection after a number of them.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Uri _server;
    private readonly Func<int> _nextCut;
    private readonly Task _accepting;

    /// <summary>Starts the proxy.</summary>
    /// <param name="server">Where it passes bytes on to.</param>
    /// <param name="nextCut">After how many bytes of answers the next connection is cut.</param>
    internal CuttingProxy(Uri server, Func<int> nextCut)
    {
        _server = server;
        _nextCut = nextCut;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    internal Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>Connections that were cut so far.</summary>
    internal int Cuts { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                await PassAsync(await _listener.AcceptSocketAsync(_end.Token));
                Cuts++;
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task PassAsync(Socket client)
    {
        using (client)
        using (var server = new Socket(SocketType.Stream, ProtocolType.Tcp))
        {
            await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
            await Task.WhenAll(PassAsync(client, server, int.MaxValue), PassAndCutAsync(server, client));
        }
    }

    private async Task PassAndCutAsync(Socket server, Socket client)
    {
        await PassAsync(server, client, _nextCut());
        client.Close();
        server.Close();
    }

    private async Task PassAsync(Socket from, Socket to, int bytes)
    {
        var part = new byte[4096];
        try
        {
            while (bytes > 0)
            {
                int count = await from.ReceiveAsync(part.AsMemory(0, Math.Min(part.Length, bytes)), _end.Token);
                if (count == 0)
                {
                    return;
                }

                await to.SendAsync(part.AsMemory(0, count), _end.Token);
                bytes -= count;
            }
        }
        catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
        {
            // The other direction was cut.
        }
    }
}
