using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>Lets those in a network namespace reach a service of this process' loopback at the same address, in theirs.</summary>
internal sealed partial class NamespaceDoor : IAsyncDisposable
{
    private const int NetworkNamespace = 0x40000000;

    private readonly IPEndPoint _service;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _serving;

    private NamespaceDoor(IPEndPoint service, Socket listener)
    {
        (_service, _listener) = (service, listener);
        _serving = ServeAsync();
    }

    /// <summary>Opens it.</summary>
    /// <param name="name">The namespace.</param>
    /// <param name="service">Where the service listens, here and there.</param>
    public static NamespaceDoor Open(string name, IPEndPoint service)
    {
        // A socket stays in the namespace it was made in; so does a thread, which is not to be used again then.
        Socket? listener = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                listener = Listen(name, service);
            }
            catch (Exception refused) when (refused is IOException or SocketException)
            {
                fault = refused;
            }
        });
        thread.Start();
        thread.Join();
        return new NamespaceDoor(service, listener ?? throw new IOException($"{service} cannot be listened on in {name}.", fault));
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _serving;
        _listener.Dispose();
        _closed.Dispose();
    }

    private static Socket Listen(string name, IPEndPoint service)
    {
        using var entry = File.OpenHandle($"/run/netns/{name}");
        if (SetNamespace((int)entry.DangerousGetHandle(), NetworkNamespace) != 0)
        {
            throw new IOException(Marshal.GetLastPInvokeErrorMessage());
        }

        var listener = new Socket(service.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(service);
        listener.Listen();
        return listener;
    }

    private async Task ServeAsync()
    {
        var visits = new List<Task>();
        try
        {
            while (true)
            {
                visits.Add(PassAsync(await _listener.AcceptAsync(_closed.Token)));
                visits.RemoveAll(visit => visit.IsCompletedSuccessfully);
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(visits);
        }
    }

    private async Task PassAsync(Socket visitor)
    {
        using var host = new Socket(_service.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        using (visitor)
        {
            try
            {
                await host.ConnectAsync(_service, _closed.Token);
                await using var outside = new NetworkStream(visitor);
                await using var inside = new NetworkStream(host);
                await await Task.WhenAny(outside.CopyToAsync(inside, _closed.Token), inside.CopyToAsync(outside, _closed.Token));
            }
            catch (Exception over) when (over is IOException or SocketException or OperationCanceledException)
            {
                // One side has gone, and so does the other.
            }
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [LibraryImport("libc.so.6", EntryPoint = "setns", SetLastError = true)]
    private static partial int SetNamespace(int descriptor, int kind);
}
