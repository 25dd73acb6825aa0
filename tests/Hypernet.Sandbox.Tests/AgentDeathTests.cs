using Hypernet.Sandbox.Launcher;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class AgentDeathTests
{
    [Fact]
    public async Task Program_does_not_outlive_an_agent_that_is_killed()
    {
        var launcher = new LauncherProcess();
        await launcher.InitializeAsync();
        using var folder = new PublicFolder();
        string path = Path.Combine(folder.Path, "dac.sock");
        using var server = new System.Net.Sockets.Socket(
            System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified);
        server.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        server.Listen();
        PublicFolder.Open(path);
        const string Program =
            """
            import os, signal, socket, time
            client = socket.socket(socket.AF_UNIX)
            client.connect("/run/hypernet/dac.sock")
            if os.fork() == 0:
                os.setsid()
                signal.signal(signal.SIGTERM, signal.SIG_IGN)
            while True: time.sleep(1)
            """;
        await launcher.Send(new Request { Command = ["python3", "-c", Program], Socket = path });
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var client = await server.AcceptAsync(timeout.Token);

        launcher.Process.Kill();

        // The connection ends with the last process that holds it: both the program and its daemon.
        Assert.Equal(0, await client.ReceiveAsync(new byte[1], timeout.Token));
        await launcher.DisposeAsync();
    }
}
