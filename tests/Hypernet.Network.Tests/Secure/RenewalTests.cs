using Hypernet.Network.Tests.Tcp;
using Xunit;

namespace Hypernet.Network.Tests.Secure;

/// <summary>Processes of one tenure that follow each other: peer 1 is the one that is started again.</summary>
public sealed class RenewalTests
{
    private static readonly byte[] Run1 = [.. Enumerable.Repeat((byte)1, TcpTransportOptions.TokenBytes)];
    private static readonly byte[] Run2 = [.. Enumerable.Repeat((byte)2, TcpTransportOptions.TokenBytes)];

    [Fact]
    public async Task Process_that_follows_one_that_is_proven_dead_takes_its_place()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        left.OnLost = (peer, loss) =>
        {
            // As one does with the dead.
            if (loss == PeerLoss.Refused)
            {
                network[0].Forget(peer);
            }
        };
        var former = network.Start(1);
        network[0].Send(1, Recorder.Data(1), default);
        await former.Frames.Next();
        await network[1].DisposeAsync();
        Assert.Equal((1, PeerLoss.Broken), await left.Links.Next());
        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
        network[0].Send(1, Recorder.Data(2), default);

        var (later, right) = Restart(network, process: 1);
        later.Transport.Send(0, Recorder.Data(3), default);
        Assert.Equal(1, await left.Renewals.Next());
        network[0].Send(1, Recorder.Data(4), default);

        Assert.Equal((1, 3UL), await Next(left));
        Assert.Equal((0, 4UL), await Next(right));
        Assert.False(left.Links.TryNext(out _));
        Assert.False(right.Renewals.TryNext(out _));
    }

    [Fact]
    public async Task Process_that_comes_while_the_former_is_connected_takes_its_place_and_the_former_is_told()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        var former = network.Start(1);
        network[0].Send(1, Recorder.Data(1), default);
        network[1].Send(0, Recorder.Data(2), default);
        await former.Frames.Next();
        await left.Frames.Next();

        var later = network.Listen(1, SecureNetwork.TenureOf(1), process: 1);
        var right = network.Start(later, 1);
        later.Transport.Send(0, Recorder.Data(3), default);

        Assert.Equal(1, await left.Renewals.Next());
        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
        Assert.Equal((1, 3UL), await Next(left));
        network[0].Send(1, Recorder.Data(4), default);
        Assert.Equal((0, 4UL), await Next(right));

        // The former one dials, and hears that it is over.
        Assert.Equal((0, PeerLoss.Broken), await former.Links.Next());
        Assert.Equal((0, PeerLoss.Dismissed), await former.Links.Next());
        network[1].Send(0, Recorder.Data(5), default);
        later.Transport.Send(0, Recorder.Data(6), default);
        Assert.Equal((1, 6UL), await Next(left));
        Assert.False(left.Renewals.TryNext(out _));
    }

    [Fact]
    public async Task Process_that_dials_after_a_later_one_is_refused_for_good()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        var later = network.Listen(1, SecureNetwork.TenureOf(1), process: 7);
        network.Start(later, 1);
        later.Transport.Send(0, Recorder.Data(1), default);
        await left.Frames.Next();

        var early = network.Start(1);
        network[1].Send(0, Recorder.Data(2), default);

        Assert.Equal((0, PeerLoss.Dismissed), await early.Links.Next());
        Assert.Equal(new LinkFault(ProtocolFault.CredentialRefused, -1, later.Transport.LocalEndPoint.Address) { Refusal = PeerRefusal.TenureOver }, await network.Faults[0].Next());
        later.Transport.Send(0, Recorder.Data(3), default);
        Assert.Equal((1, 3UL), await Next(left));
        Assert.False(left.Renewals.TryNext(out _));
    }

    [Fact]
    public async Task Process_that_is_found_where_the_former_was_dialed_takes_its_place()
    {
        await using var network = new SecureNetwork(2, (_, options) => options with { MinRedial = TimeSpan.FromMilliseconds(300) });
        var left = network.Start(0);
        var former = network.Start(1);
        network[0].Send(1, Recorder.Data(1), default);
        await former.Frames.Next();
        await network[1].DisposeAsync();
        var (_, right) = Restart(network, process: 1);

        // What it was sent when the former was gone is not the new one's; it is sent nothing until it is known.
        network[0].Send(1, Recorder.Data(2), default);
        Assert.Equal(1, await left.Renewals.Next());
        network[0].Send(1, Recorder.Data(3), default);

        Assert.Equal((0, 3UL), await Next(right));
        Assert.Equal((1, PeerLoss.Broken), await left.Links.Next());
        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
        Assert.False(left.Links.TryNext(out _));
    }

    [Fact]
    public async Task Process_with_the_number_of_another_one_proves_its_death_and_does_not_take_its_place()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        network.Start(1);
        network[1].Send(0, Recorder.Data(1), default);
        await left.Frames.Next();

        var same = network.Listen(1, SecureNetwork.TenureOf(1));
        network.Start(same, 1);
        same.Transport.Send(0, Recorder.Data(2), default);

        Assert.Equal((1, PeerLoss.Refused), await left.Links.Next());
        Assert.False(left.Frames.TryNext(out _));
        var later = network.Listen(1, SecureNetwork.TenureOf(1), process: 1);
        network.Start(later, 1);
        later.Transport.Send(0, Recorder.Data(3), default);
        Assert.Equal((1, 3UL), await Next(left));
        Assert.False(left.Links.TryNext(out _));
    }

    // Every frame says which process of peer 1 it is from, or for; peer 1 is answered by who hears it, and only then.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Restarts_in_the_middle_of_traffic_lose_and_mix_nothing(bool isGentle)
    {
        const int Restarts = 12;
        const ulong Each = 60;
        await using var network = new SecureNetwork(3, (_, options) => options with { Linger = isGentle ? options.Linger : TimeSpan.Zero });
        int[] others = [0, 2];
        var witnesses = others.ToDictionary(peer => peer, peer => network.Start(peer));
        var known = new Dictionary<int, ulong>();
        foreach (int self in others)
        {
            known[self] = 0;
            witnesses[self].OnRenewed = _ => known[self]++;
            witnesses[self].OnFrame = (_, header, payload) => network[self].Send(1, header with { View = known[self] }, payload);
        }

        var member = network.Members[1];
        for (ulong process = 0; process <= Restarts; process++)
        {
            Witness right;
            if (process == 0)
            {
                right = network.Start(1);
            }
            else
            {
                await member.Transport.DisposeAsync();
                (member, right) = Restart(network, (long)process);
            }

            for (ulong k = 0; k < Each; k++)
            {
                foreach (int to in others)
                {
                    member.Transport.Send(to, Recorder.Data((process << 32) + k), new byte[k % 5 * 3000]);
                }
            }

            // The last one is let finish; the others are ended at some point on the way, when both know them.
            var next = others.ToDictionary(peer => peer, _ => 0UL);
            for (ulong i = 0; i < (process == Restarts ? 2 * Each : process * 9) || next.Values.Min() == 0; i++)
            {
                var answer = await right.Frames.Next();
                Assert.Equal(((process << 32) + next[answer.Peer]++, process), (answer.Header.Number, answer.Header.View));
            }

            Assert.False(right.Renewals.TryNext(out _));
        }

        foreach (int self in others)
        {
            ulong expected = 0;
            ulong of = 0;
            while (witnesses[self].Frames.TryNext(out var frame))
            {
                (expected, of) = frame.Header.Number >> 32 > of ? (0, frame.Header.Number >> 32) : (expected, of);
                Assert.Equal((of << 32) + expected++, frame.Header.Number);
            }

            Assert.Equal((Restarts, Each), ((int)of, expected));
        }
    }

    [Fact]
    public async Task Both_peers_restart_again_and_again_and_find_each_other()
    {
        await using var network = new SecureNetwork(2);
        SecureMember[] members = [.. network.Members];
        Witness[] witnesses = [network.Start(0), network.Start(1)];
        for (int restart = 0; restart < 12; restart++)
        {
            int self = restart % 2;
            await members[self].Transport.DisposeAsync();
            var seat = members[self].Seat;
            members[self] = network.Listen(self, seat.Tenure, restart + 1, seat.Endpoints[0].Port);
            witnesses[self] = network.Start(members[self], self);
            members[self].Transport.Send(1 - self, Recorder.Data((ulong)restart), default);
            ulong heard;
            do
            {
                heard = (await witnesses[1 - self].Frames.Next()).Header.Number;
            }
            while (heard != (ulong)restart);

            members[1 - self].Transport.Send(self, Recorder.Data(99), default);
            Assert.Equal((1 - self, 99UL), await Next(witnesses[self]));
        }
    }

    [Fact]
    public async Task Peer_of_another_run_is_refused_and_not_taken_for_dead_until_it_comes_with_the_right_token()
    {
        var grace = TimeSpan.FromSeconds(3);
        var unreachable = new Inbox<int>();
        await using var network = new SecureNetwork(2, (_, options) => options with
        {
            Grace = grace,
            MaxRedial = TimeSpan.FromMilliseconds(50),
            OnUnreachable = (peer, _, _) => unreachable.Put(peer),
        });
        var left = network.Start(network.Members[0], 0, token: Run2);
        network.Start(network.Members[1], 1, token: Run1);
        network[0].Send(1, Recorder.Data(1), default);
        long began = TimeProvider.System.GetTimestamp();
        var fault = await network.Faults[1].Next();
        Assert.Equal((ProtocolFault.WrongToken, 0), (fault.Fault, fault.Peer));
        while (TimeProvider.System.GetElapsedTime(began) <= grace)
        {
            Assert.Equal(ProtocolFault.WrongToken, (await network.Faults[1].Next()).Fault);
        }

        // Its port is closed for a moment: long after the start, but not long after it was seen.
        await network[1].DisposeAsync();
        Assert.Equal(1, await unreachable.Next());
        var (_, right) = Restart(network, process: 1, Run2);

        Assert.Equal((0, 1UL), await Next(right));
        Assert.False(left.Links.TryNext(out _));
        Assert.False(left.Renewals.TryNext(out _));
    }

    [Fact]
    public async Task Port_is_free_at_once_when_a_transport_is_disposed_of()
    {
        await using var network = new SecureNetwork(2);
        var left = network.Start(0);
        var member = network.Members[1];
        var witness = network.Start(1);
        for (int process = 1; process <= 10; process++)
        {
            network[0].Send(1, Recorder.Data(1), default);
            member.Transport.Send(0, Recorder.Data(1), default);
            await witness.Frames.Next();
            await member.Transport.DisposeAsync();
            (member, witness) = Restart(network, process);
            member.Transport.Send(0, Recorder.Data(1), default);
            Assert.Equal(1, await left.Renewals.Next());
        }
    }

    private static async Task<(int Peer, ulong Number)> Next(Witness witness) => await witness.Frames.Next() is var frame ? (frame.Peer, frame.Header.Number) : default;

    // Where the former was found before.
    private static (SecureMember Member, Witness Witness) Restart(SecureNetwork network, long process, ReadOnlyMemory<byte> token = default)
    {
        var member = network.Listen(1, SecureNetwork.TenureOf(1), process, network[1].LocalEndPoint.Port);
        return (member, network.Start(member, 1, token: token));
    }
}
