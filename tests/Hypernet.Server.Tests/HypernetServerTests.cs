using System.Net;
using System.Net.Sockets;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.EventStore;
using Hypernet.Testing;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Hypernet.Server;

public sealed class HypernetServerTests : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private LocalChain _chain = null!;

    public async Task InitializeAsync() => _chain = await LocalChain.StartAnvilAsync("--block-time", "1");

    public async Task DisposeAsync() => await _chain.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Server_follows_the_chain_says_when_it_is_ready_and_starts_again_where_it_stopped()
    {
        long position;
        await using (HypernetServer server = await HypernetServer.StartAsync(Options()))
        {
            using var client = new HypernetClient(server.Url);
            await ReadyAsync(client);
            StatusView status = await client.StatusAsync();
            position = status.Position;

            Assert.Equal("test", status.Network);
            Assert.Equal(31337, status.ChainId);
            Assert.Equal(Accounts.Checksum(TestMarket.Deployment.JobFactory), status.Contracts["JobFactory"]);
            Assert.False(server.Completion.IsCompleted);
        }

        await using HypernetServer again = await HypernetServer.StartAsync(Options());
        using var secondClient = new HypernetClient(again.Url);
        await ReadyAsync(secondClient);

        Assert.True((await secondClient.StatusAsync()).Position >= position);
    }

    [Fact]
    public async Task Port_in_use_is_named_with_the_way_out()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        int port = ((IPEndPoint)other.LocalEndpoint).Port;

        var fault = await Assert.ThrowsAsync<PortInUseException>(() => HypernetServer.StartAsync(Options() with { Port = port }));

        Assert.Equal(port, fault.Endpoint.Port);
        Assert.Contains($"{port}", fault.Message, StringComparison.Ordinal);
        Assert.Contains("another port", fault.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Address_of_another_machine_cannot_be_listened_on()
    {
        var fault = await Assert.ThrowsAsync<CannotListenException>(
            () => HypernetServer.StartAsync(Options() with { BindAddress = IPAddress.Parse("192.0.2.1") }));

        Assert.Equal("192.0.2.1", fault.Endpoint.Address.ToString());
    }

    [Fact]
    public async Task Data_folder_belongs_to_one_server_and_is_free_after_it()
    {
        await using (await HypernetServer.StartAsync(Options()))
        {
            await Assert.ThrowsAsync<DataFolderInUseException>(() => HypernetServer.StartAsync(Options()));
        }

        await using HypernetServer next = await HypernetServer.StartAsync(Options());
    }

    [Fact]
    public async Task Deployment_of_another_chain_is_refused()
    {
        await Assert.ThrowsAsync<DeploymentException>(
            () => HypernetServer.StartAsync(Options() with { Deployment = TestMarket.Deployment with { ChainId = 1 } }));
    }

    [Fact]
    public async Task Server_whose_store_has_failed_says_so_and_is_not_ready_again()
    {
        await using HypernetServer server = await HypernetServer.StartAsync(Options());
        using var client = new HypernetClient(server.Url);
        await ReadyAsync(client);
        await using (var vandal = new SqliteConnection($"Data Source={_folder.Of("events.db")};Pooling=False"))
        {
            await vandal.OpenAsync();
            await using SqliteCommand command = vandal.CreateCommand();
            command.CommandText = "PRAGMA foreign_keys = OFF; DROP TABLE entry";
            await command.ExecuteNonQueryAsync();
        }

        await Assert.ThrowsAnyAsync<EventStoreException>(() => server.Completion.WaitAsync(TimeSpan.FromSeconds(30)));
        HealthView health = await client.ReadyAsync();

        Assert.Equal("broken", health.Status);
        Assert.Contains("The indexer has ended", health.Reason, StringComparison.Ordinal);
    }

    private static async Task ReadyAsync(HypernetClient client)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while ((await client.ReadyAsync(limit.Token)).Status != "ok")
        {
            await Task.Delay(10, limit.Token);
        }
    }

    private ServerOptions Options() => new() { Nodes = [_chain.Url], Deployment = TestMarket.Deployment, DataFolder = _folder.Path, Port = 0 };
}
