using System.Net;
using Hypernet.Network.Tests.Transports;
using Xunit;

namespace Hypernet.Network.Tests.Tcp;

public sealed class TcpTransportTests : TransportTests
{
    private protected override int Overhead => 0;

    [Fact]
    public async Task Peers_that_dial_each_other_at_once_end_with_one_link()
    {
        await using var network = new TcpNetwork(Peers);
        var witnesses = await DialAtOnce(network);

        Assert.All(witnesses, witness => Assert.False(witness.Links.TryNext(out _)));
    }

    [Fact]
    public async Task Dial_that_fails_is_told_with_the_reason_of_the_system()
    {
        var told = new TaskCompletionSource<(int, IPAddress, string)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var network = new TcpNetwork(
            2, (_, options) => options with { OnUnreachable = (peer, address, reason) => told.TrySetResult((peer, address, reason)) });
        network.Start(0);
        await network[1].DisposeAsync();

        network[0].Send(1, Recorder.Data(0), default);

        Assert.Equal((1, IPAddress.Loopback, "Connection refused"), await told.Task.WaitAsync(TcpNetwork.Patience));
    }

    [Fact]
    public async Task Misuse_is_refused_by_a_message_that_says_what_to_do()
    {
        await using var network = new TcpNetwork(2);
        Assert.Throws<InvalidOperationException>(() => network[0].Start(new Witness()));
        network.Start(0);
        network.Start(1);

        Assert.Throws<InvalidOperationException>(() => network[0].Join(network.Book, 0));
        Assert.Throws<ArgumentException>(() => network[0].Send(1, Recorder.Data(0), new byte[(1 << 20) + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Send(0, Recorder.Data(0), default));
        Assert.Throws<ArgumentOutOfRangeException>(() => network[0].Send(2, Recorder.Data(0), default));
        Assert.Throws<ArgumentException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = new byte[31] }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = TcpNetwork.Token, MaxPayload = 1 }));
        var taken = Assert.Throws<SystemCallException>(() => TcpTransport.Listen(new TcpTransportOptions { Token = TcpNetwork.Token, EndPoint = network.Book[0] }));
        Assert.Contains(network.Book[0].ToString(), taken.Message, StringComparison.Ordinal);
    }

    private protected override ITransports Create(int count, Func<int, TcpTransportOptions, TcpTransportOptions>? change) => new TcpNetwork(count, change);
}
