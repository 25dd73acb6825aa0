using Hypernet.Consensus.Runs;
using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class NodeTests
{
    [Fact]
    public async Task Group_of_one_works_at_once()
    {
        await using var node = await JoinAsync(new SimulatedNetwork(1, 1), 0);
        var call = node.CallAsync(Calls.Sum("x", 0.1, 0.2));

        Assert.True(call.IsCompletedSuccessfully);
        Assert.Equal(0.1, Calls.First(await call));
        Assert.Equal((0, 1, "0"), (node.Rank, node.Size, node.Members.ToString()));
        await node.LeaveAsync();
    }

    [Fact]
    public void Blocking_call_returns_its_result_or_throws_its_fault()
    {
        var node = new ConsensusNode(new ConsensusOptions { Transport = new SimulatedNetwork(1, 1).Transport(0) }, RunFactory.Create);

        Assert.Equal(0.3, Calls.First(node.Call(Calls.Sum("x", 0.3))));
        Assert.True(node.Leave().IsCompletedSuccessfully);
        Assert.Throws<GroupClosedException>(() => node.Call(Calls.Sum("x", 0.3)));
    }

    [Fact]
    public async Task Cancellation_ends_the_waiting_and_not_the_operation()
    {
        var network = new SimulatedNetwork(2, 1);
        await using var first = await JoinAsync(network, 0);
        await using var second = await JoinAsync(network, 1);
        using var cancellation = new CancellationTokenSource();
        var canceled = first.CallAsync(Calls.Sum("x", 1), cancellation.Token);
        await cancellation.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(async () => await canceled);
        var other = second.CallAsync(Calls.Sum("x", 2));
        Assert.True(network.RunUntil(() => other.IsCompleted, SimulatedGroup.Limit));
        Assert.Equal(3, Calls.First(await other));
    }

    [Fact]
    public async Task Disposal_ends_outstanding_calls_and_refuses_others()
    {
        var network = new SimulatedNetwork(2, 1);
        var node = await JoinAsync(network, 0);
        var call = node.CallAsync(Calls.Sum("x", 1));
        await node.DisposeAsync();
        await node.DisposeAsync();

        await Assert.ThrowsAsync<GroupClosedException>(async () => await call);
        await Assert.ThrowsAsync<GroupClosedException>(async () => await node.CallAsync(Calls.Sum("x", 1)));
        await Assert.ThrowsAsync<GroupClosedException>(async () => await node.MissingAsync("x", 0));
    }

    [Fact]
    public async Task Node_says_who_has_not_called()
    {
        var network = new SimulatedNetwork(3, 1);
        await using var asking = await JoinAsync(network, 0);
        await using var calling = await JoinAsync(network, 1);
        await using var idle = await JoinAsync(network, 2);
        var call = calling.CallAsync(Calls.Sum("x", 1));
        var missing = asking.MissingAsync("x", 0).AsTask();
        network.RunUntil(() => false, TimeSpan.FromSeconds(1));

        Assert.Equal("0, 2", (await missing).ToString());
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task Question_that_the_end_of_the_node_leaves_unanswered_is_not_answered_with_nobody()
    {
        var network = new SimulatedNetwork(2, 1);
        await using var idle = await JoinAsync(network, 1);
        var asking = await JoinAsync(network, 0);
        var missing = asking.MissingAsync("x", 0).AsTask();
        await asking.DisposeAsync();

        await Assert.ThrowsAsync<GroupClosedException>(() => missing);
    }

    [Fact]
    public async Task Question_beyond_the_bound_is_refused_until_another_is_answered()
    {
        var network = new SimulatedNetwork(2, 1);
        await using var asking = await JoinAsync(network, 0);
        await using var idle = await JoinAsync(network, 1);
        var asked = Enumerable.Range(0, Bounds.Enquiries).Select(number => asking.MissingAsync("x", number).AsTask()).ToList();

        var refusal = await Assert.ThrowsAsync<InvalidCallException>(async () => await asking.MissingAsync("x", 64));
        Assert.Equal("64 questions who has not called an operation are unanswered. Await some of them before asking more.", refusal.Message);

        network.RunUntil(() => false, TimeSpan.FromSeconds(1));
        await Task.WhenAll(asked);
        var next = asking.MissingAsync("x", 64).AsTask();
        network.RunUntil(() => false, TimeSpan.FromSeconds(1));
        Assert.Equal("0, 1", (await next).ToString());
    }

    [Fact]
    public async Task Call_that_contradicts_itself_takes_no_number()
    {
        await using var node = await JoinAsync(new SimulatedNetwork(1, 1), 0);
        var call = Calls.Sum("x", 1) with { Contribution = new byte[7] };

        await Assert.ThrowsAsync<InvalidCallException>(async () => await node.CallAsync(call));
        Assert.Throws<InvalidCallException>(() => node.Call(call));
        Assert.Equal(2, Calls.First(await node.CallAsync(Calls.Sum("x", 2))));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1001)]
    public async Task Heartbeat_has_a_range(double milliseconds)
    {
        var options = new ConsensusOptions { Transport = new SimulatedNetwork(1, 1).Transport(0), HeartbeatInterval = TimeSpan.FromMilliseconds(milliseconds) };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsensusNode.JoinAsync(options));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    public async Task Silence_has_a_range(int seconds)
    {
        var options = new ConsensusOptions { Transport = new SimulatedNetwork(1, 1).Transport(0), LeastSilence = TimeSpan.FromSeconds(seconds) };

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await ConsensusNode.JoinAsync(options));
    }

    private static ValueTask<ConsensusNode> JoinAsync(SimulatedNetwork network, int slot) =>
        ConsensusNode.JoinAsync(new ConsensusOptions { Transport = network.Transport(slot) });
}
