using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Places that change hands.</summary>
public sealed class SeatTests
{
    [Fact]
    public async Task Tenant_that_is_revoked_in_mid_stream_is_closed_told_so_and_does_not_come_again()
    {
        await using var network = new SecureNetwork(3);
        var left = network.Start(0);
        var right = network.Start(1);
        var other = network.Start(2);
        var streaming = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        left.OnFrame = (_, header, _) =>
        {
            if (header.Number == 10)
            {
                streaming.SetResult();
            }
        };
        for (ulong k = 0; k < 500; k++)
        {
            network[1].Send(0, Recorder.Data(k), new byte[50_000]);
        }

        await streaming.Task.WaitAsync(TcpNetwork.Patience);
        network[0].Vacate(1);
        network[0].Send(1, Recorder.Data(1), default);

        Assert.Equal((0, PeerLoss.Broken), await right.Links.Next());
        Assert.Equal((0, PeerLoss.Dismissed), await right.Links.Next());
        LinkFault fault;
        do
        {
            fault = await network.Faults[1].Next();
        }
        while (fault.Fault != ProtocolFault.RefusedByPeer);

        Assert.Equal(PeerRefusal.TenureOver, fault.Refusal);
        Assert.False(right.Frames.TryNext(out _));

        // Others are served as before; of the loss nothing is reported to who wanted it.
        network[0].Send(2, Recorder.Data(4), default);
        Assert.Equal(4UL, (await other.Frames.Next()).Header.Number);
        Assert.False(left.Links.TryNext(out _));
    }

    [Fact]
    public async Task New_tenant_takes_the_place_while_the_transport_goes_on()
    {
        await using var network = new SecureNetwork(3);
        var first = network.Start(0);
        var former = network.Start(1);
        var third = network.Start(2);
        network[0].Send(1, Recorder.Data(1), default);
        await former.Frames.Next();

        var successor = network.Listen(1, tenure: 99);
        var book = network.Book;
        book[1] = successor.Seat;
        var seated = network.Start(successor, 1, book);
        network[0].Seat(1, successor.Seat);
        network[2].Seat(1, successor.Seat);
        Assert.Equal((1, 1), (await first.Renewals.Next(), await third.Renewals.Next()));
        Assert.Equal((1, PeerLoss.Refused), await first.Links.Next());
        network[0].Send(1, Recorder.Data(2), default);
        successor.Transport.Send(2, Recorder.Data(3), default);
        network[2].Send(0, Recorder.Data(4), default);

        var arrived = await seated.Frames.Next();
        Assert.Equal((0, 2UL), (arrived.Peer, arrived.Header.Number));
        Assert.Equal(3UL, (await third.Frames.Next()).Header.Number);
        Assert.Equal(4UL, (await first.Frames.Next()).Header.Number);
        Assert.Equal((0, PeerLoss.Broken), await former.Links.Next());
        network[1].Send(0, Recorder.Data(5), default);
        Assert.Equal((0, PeerLoss.Dismissed), await former.Links.Next());
        Assert.False(first.Links.TryNext(out _));
    }

    [Fact]
    public async Task Tenant_that_comes_before_its_seating_is_known_is_let_in_after()
    {
        await using var network = new SecureNetwork(2);
        PeerSeat?[] empty = [network.Members[0].Seat, null];
        var left = network.Start(0, empty);
        network.Start(1);
        network[1].Send(0, Recorder.Data(7), default);
        LinkFault fault = await network.Faults[0].Next();
        Assert.Equal(PeerRefusal.UnknownTenure, fault.Refusal);
        Assert.False(left.Frames.TryNext(out _));

        network[0].Seat(1, network.Members[1].Seat);
        Assert.Equal(7UL, (await left.Frames.Next()).Header.Number);
    }

    [Fact]
    public async Task Connection_ends_with_its_credential()
    {
        await using var network = new SecureNetwork(2);
        var key = network.NewKey();
        var brief = new BriefCredentials(TestCredentials.Of(key, 0, SecureNetwork.TenureOf(0), SecureNetwork.Far));
        var member = network.Listen(0, SecureNetwork.TenureOf(0), key, brief);
        PeerSeat?[] book = [member.Seat, network.Members[1].Seat];
        var left = network.Start(member, 0, book);
        network.Start(1, book);
        network[1].Send(0, Recorder.Data(1), default);

        Assert.Equal((1, PeerLoss.Broken), await left.Links.Next());
        Assert.Equal(ProtocolFault.CredentialExpired, (await network.Faults[0].Next()).Fault);
        Assert.Equal(PeerRefusal.Expired, (await network.Faults[0].Next()).Refusal);
    }

    /// <summary>Takes whoever comes first for peer 1, for a moment, and then nobody.</summary>
    private sealed class BriefCredentials(byte[] own) : IPeerCredentials
    {
        private int _judged;

        public ReadOnlyMemory<byte> Own => own;

        public PeerVerdict Verify(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> keyHash) => Interlocked.Increment(ref _judged) > 1
            ? PeerVerdict.Refuse(PeerRefusal.Expired)
            : PeerVerdict.Accept(1, SecureNetwork.TenureOf(1), TimeProvider.System.GetUtcNow() + TimeSpan.FromMilliseconds(100));
    }
}
