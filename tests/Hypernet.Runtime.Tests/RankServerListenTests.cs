using System.Net.Sockets;
using Hypernet.Sandbox;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime;

public sealed class RankServerListenTests
{
    [Theory]
    [InlineData(-1)]
    [InlineData((1L << 30) + 1)]
    public void Shared_memory_out_of_its_range_is_refused(long bytes)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RankServer.Listen("/tmp/never", new RankServerOptions { ArenaBytes = bytes }));
    }

    [Fact]
    public async Task Second_connection_is_refused()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await Assert.ThrowsAnyAsync<SocketException>(() => RawProgram.ConnectAsync(server.SocketPath));
    }

    [Fact]
    public async Task Other_user_is_turned_away_unheard()
    {
        var options = new RankServerOptions { ProgramUser = new HostUser(HostUser.Current.Id + 1) };
        using var server = new ServerFixture(options: options);
        using var stranger = await RawProgram.ConnectAsync(server.SocketPath);

        Assert.Null(await stranger.ReceiveAsync());
        Assert.False(server.End.IsCompleted);
    }

    [Fact]
    public void Socket_of_a_killed_process_is_replaced()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.Of("dac.sock"), "left over");

        using var server = RankServer.Listen(folder.Of("dac.sock"));

        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        client.Connect(new UnixDomainSocketEndPoint(folder.Of("dac.sock")));
    }

    [Fact]
    public void Disposal_removes_the_socket()
    {
        using var folder = new TemporaryFolder();

        RankServer.Listen(folder.Of("dac.sock")).Dispose();

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Path_that_no_socket_can_have_is_refused()
    {
        var fault = Assert.Throws<ArgumentException>(() => RankServer.Listen("/tmp/" + new string('x', 103)));

        Assert.Contains("107 bytes", fault.Message, StringComparison.Ordinal);
    }
}
