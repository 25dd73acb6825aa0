using Xunit;

namespace Hypernet.Agent.Tests;

public sealed class AgentLoopTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_posted_is_done_in_order_and_the_idle_action_after_it()
    {
        using var stop = new CancellationTokenSource();
        using var loop = new AgentLoop(stop.Token);
        var done = new List<string>();
        loop.Post(() => done.Add("one"));
        loop.Post(() => done.Add("two"));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => loop.RunAsync(() =>
        {
            done.Add("idle");
            stop.Cancel();
        }).WaitAsync(Long));

        Assert.Equal(["one", "two", "idle"], done);
    }

    [Fact]
    public async Task Work_that_fails_ends_the_loop_with_its_fault_and_all_other_work()
    {
        using var loop = new AgentLoop(CancellationToken.None);
        var other = new TaskCompletionSource();
        loop.Start(async () =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, loop.Stopping);
            }
            finally
            {
                other.SetResult();
            }
        });
        loop.Start(() => throw new InvalidDataException("the disk is full"));

        var fault = await Assert.ThrowsAsync<InvalidDataException>(() => loop.RunAsync(() => { }).WaitAsync(Long));

        Assert.Equal("the disk is full", fault.Message);
        Assert.True(other.Task.IsCompleted);
    }

    [Fact]
    public async Task Decision_that_fails_ends_the_loop_and_all_work()
    {
        using var loop = new AgentLoop(CancellationToken.None);
        loop.Start(() => Task.Delay(Timeout.Infinite, loop.Stopping));
        loop.Post(() => throw new InvalidDataException("a mistake"));

        await Assert.ThrowsAsync<InvalidDataException>(() => loop.RunAsync(() => { }).WaitAsync(Long));
    }

    [Fact]
    public async Task Cancellation_of_something_smaller_than_the_loop_is_a_fault_of_its_work()
    {
        using var loop = new AgentLoop(CancellationToken.None);
        loop.Start(() => throw new OperationCanceledException("nobody caught this"));

        var fault = await Assert.ThrowsAsync<OperationCanceledException>(() => loop.RunAsync(() => { }).WaitAsync(Long));

        Assert.Equal("nobody caught this", fault.Message);
    }

    [Fact]
    public async Task Canceled_loop_returns_only_when_its_work_has_ended()
    {
        using var stop = new CancellationTokenSource();
        using var loop = new AgentLoop(stop.Token);
        var mayEnd = new TaskCompletionSource();
        loop.Start(() => mayEnd.Task);
        var running = loop.RunAsync(() => { });

        await stop.CancelAsync();
        Assert.NotSame(running, await Task.WhenAny(running, Task.Delay(100)));
        mayEnd.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Long));
    }
}
