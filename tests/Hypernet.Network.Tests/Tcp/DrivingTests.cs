using Xunit;

namespace Hypernet.Network.Tests.Tcp;

/// <summary>All transports of the process share one poller, which other tests use meanwhile: another caller may be ahead.</summary>
public sealed class DrivingTests
{
    private static readonly TimeSpan Slice = TimeSpan.FromMilliseconds(20);

    [Fact]
    public async Task Caller_that_drives_is_called_and_the_poller_goes_on_by_itself_afterwards()
    {
        await using var network = new TcpNetwork(2);
        var sender = network.Start(0);
        var receiver = network.Start(1);
        receiver.OnFrame = (_, header, payload) => network[1].Send(0, header, payload);
        int answers = 0;
        int own = 0;
        int caller = Environment.CurrentManagedThreadId;
        sender.OnFrame = (_, _, _) =>
        {
            Interlocked.Increment(ref answers);
            own += Environment.CurrentManagedThreadId == caller ? 1 : 0;
        };
        for (int k = 1; k <= 200; k++)
        {
            network[0].Send(1, Recorder.Data((ulong)k), Recorder.Bytes((ulong)k));
            while (Volatile.Read(ref answers) < k)
            {
                network[0].TryDrive(() => Volatile.Read(ref answers) >= k, Slice);
            }
        }

        Assert.True(own > 0);
        for (int k = 1; k <= 200; k++)
        {
            Assert.Equal((ulong)k, (await sender.Frames.Next()).Header.Number);
        }

        network[0].Send(1, Recorder.Data(201), default);
        Assert.Equal(201UL, (await sender.Frames.Next()).Header.Number);
    }

    [Fact]
    public async Task Drive_ends_when_its_time_is_over()
    {
        await using var network = new TcpNetwork(1);
        network.Start(0);

        Assert.False(network[0].TryDrive(() => false, TimeSpan.FromMilliseconds(5)));
        Assert.True(network[0].TryDrive(() => true, TimeSpan.Zero));
    }

    [Fact]
    public async Task Handler_that_wants_to_drive_is_told_to_wait_in_another_way()
    {
        await using var network = new TcpNetwork(2);
        network.Start(0);
        var receiver = network.Start(1);
        var outcome = new Inbox<bool>();
        receiver.OnFrame = (_, _, _) => outcome.Put(network[1].TryDrive(() => false, TcpNetwork.Patience));
        network[0].Send(1, Recorder.Data(1), default);

        Assert.False(await outcome.Next());
    }

    [Fact]
    public async Task Many_callers_at_once_all_get_their_answers()
    {
        await using var network = new TcpNetwork(4);
        Witness[] witnesses = [.. Enumerable.Range(0, 4).Select(peer => network.Start(peer))];
        int[] answers = new int[4];
        witnesses[0].OnFrame = (peer, header, _) => network[0].Send(peer, header, default);
        for (int peer = 1; peer < 4; peer++)
        {
            int self = peer;
            witnesses[self].OnFrame = (_, _, _) => Interlocked.Increment(ref answers[self]);
        }

        await Task.WhenAll(Enumerable.Range(1, 3).Select(self => Task.Run(async () =>
        {
            for (int k = 1; k <= 300; k++)
            {
                network[self].Send(0, Recorder.Data((ulong)k), default);
                network[self].TryDrive(() => Volatile.Read(ref answers[self]) >= k, Slice);
                Assert.Equal((ulong)k, (await witnesses[self].Frames.Next()).Header.Number);
            }
        })));

        Assert.Equal([0, 300, 300, 300], answers);
    }
}
