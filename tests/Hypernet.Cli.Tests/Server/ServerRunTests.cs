using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hypernet.Cli.Processes;
using Hypernet.Client;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Cli.Tests.Server;

[Collection(CliMarketTests.Name)]
public sealed class ServerRunTests(CliMarket market) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Port_in_use_is_one_clear_error()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        (await market.RunAsync("server", "run", "--listen", $"127.0.0.1:{port}", "--data", _folder.Path))
            .Failed(ExitCode.Failed, $"Port {port} of 127.0.0.1 is in use.", "Name another port");
    }

    [Fact]
    public async Task Process_prints_its_url_serves_and_ends_well_when_it_is_asked_to()
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "hypernet"),
            ["server", "run", "--listen", "127.0.0.1:0", "--data", _folder.Path, "--rpc", market.Rpc, "--deployment", market.DeploymentFile])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var talk = process.StandardError.ReadToEndAsync();
        string url = (await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(60)))!;
        using (var client = new HypernetClient(new Uri(url)))
        {
            Assert.Equal(31337, (await client.StatusAsync()).ChainId);
        }

        Signals.Terminate(process.Id);
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));

        Assert.True(process.ExitCode == 0, await talk);
        Assert.Empty(await process.StandardOutput.ReadToEndAsync());
    }
}
