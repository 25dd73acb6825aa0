using System.Net;
using System.Net.Sockets;

namespace Hypernet.Network.Tests.Tcp;

/// <summary>Stands between two peers and cuts each connection after a number of bytes that it draws from a seed, now gently, now hard.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Random _random;
    private readonly int _least;
    private readonly int _most;
    private readonly Task _running;

    public CuttingProxy(IPEndPoint target, int seed, int least, int most)
    {
        _random = new Random(seed);
        _least = least;
        _most = most;
        _listener.Start();
        EndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _running = Run(target);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Connections cut so far.</summary>
    public int Cuts { get; private set; }

    /// <summary>Lets connections live from now on.</summary>
    public bool IsTransparent { get; set; }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _running;
        _end.Dispose();
    }

    private async Task Run(IPEndPoint target)
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(Carry(await _listener.AcceptSocketAsync(_end.Token), target));
            }
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Carry(Socket near, IPEndPoint target)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        (int forth, int back, bool isHard) = (_random.Next(_least, _most), _random.Next(_least, _most), _random.Next(2) == 0);
        try
        {
            await far.ConnectAsync(target, end.Token);

            await Task.WhenAll(Pump(near, far, forth, end), Pump(far, near, back, end));
            Cuts++;
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException)
        {
            // The peer is gone, or the test is over.
        }

        near.LingerState = far.LingerState = new LingerOption(isHard, 0);
        near.Dispose();
    }

    private async Task Pump(Socket from, Socket to, int budget, CancellationTokenSource end)
    {
        byte[] buffer = new byte[16 * 1024];
        try
        {
            while (budget > 0)
            {
                int wanted = IsTransparent ? buffer.Length : Math.Min(buffer.Length, budget);
                int count = await from.ReceiveAsync(buffer.AsMemory(0, wanted), end.Token);
                if (count == 0)
                {
                    break;
                }

                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), end.Token);
                }

                budget -= IsTransparent ? 0 : count;
            }
        }
        catch (Exception stop) when (stop is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One of the peers has gone, or the other direction is through.
        }

        // The first direction that is through ends both.
        await end.CancelAsync();
    }
}
