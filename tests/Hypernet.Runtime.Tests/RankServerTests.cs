using System.Text;
using Hypernet.Runtime.Frames;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime;

public sealed class RankServerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Program_that_reaches_its_checkpoints_finishes()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        for (int number = 1; number <= 2; number++)
        {
            await program.SendAsync(RawProgram.Checkpoint(number, resultBytes: number, stateBytes: 3));
            var settled = (await program.ReceiveAsync())!.Value;
            Assert.Equal((FrameKind.Settled, (uint)number), (settled.Kind, settled.Request));
        }

        await program.SendAsync(RawProgram.Frame(FrameKind.Finish, request: 0));

        Assert.Equal(new SessionEnd.Finished(), await server.End);
        Assert.Equal([1, 2], server.Host.Checkpoints.Select(checkpoint => checkpoint.Number));
        Assert.Equal([0xaa, 0xaa], server.Host.Checkpoints.Last().Result);
        Assert.Equal([0xbb, 0xbb, 0xbb], server.Host.Checkpoints.Last().State);
    }

    [Fact]
    public async Task Program_waits_until_its_checkpoint_is_settled()
    {
        var settle = new TaskCompletionSource<CheckpointAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var server = new ServerFixture(host: new RecordingHost { Answer = (_, _) => settle.Task });
        using var program = await RawProgram.GreetAsync(server.SocketPath);
        await program.SendAsync(RawProgram.Checkpoint(1));

        var answer = program.ReceiveAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => answer.WaitAsync(TimeSpan.FromMilliseconds(100)));
        settle.SetResult(CheckpointAnswer.GoOn);

        Assert.Equal(FrameKind.Settled, (await answer.WaitAsync(Soon))!.Value.Kind);
    }

    [Fact]
    public async Task Refused_checkpoint_stops_the_program_with_the_reason()
    {
        using var server = new ServerFixture(host: new RecordingHost
        {
            Answer = (_, _) => Task.FromResult(CheckpointAnswer.Stop("the job was aborted")),
        });
        using var program = await RawProgram.GreetAsync(server.SocketPath);
        await program.SendAsync(RawProgram.Checkpoint(1));

        await AssertStoppedAsync(program, "the job was aborted");
        Assert.Equal(new SessionEnd.Stopped("the job was aborted"), await server.End);
    }

    [Fact]
    public async Task Stopping_reaches_a_program_that_computes()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await server.StopAsync();

        var stopped = Assert.IsType<SessionEnd.Stopped>(await server.End.WaitAsync(Soon));
        await AssertStoppedAsync(program, stopped.Reason);
    }

    [Fact]
    public async Task Stopping_reaches_a_program_that_waits_for_settlement()
    {
        using var server = new ServerFixture(host: new RecordingHost
        {
            Answer = async (_, stop) =>
            {
                await Task.Delay(Timeout.Infinite, stop);
                return CheckpointAnswer.GoOn;
            },
        });
        using var program = await RawProgram.GreetAsync(server.SocketPath);
        await program.SendAsync(RawProgram.Checkpoint(1));

        await server.StopAsync();

        var stopped = Assert.IsType<SessionEnd.Stopped>(await server.End.WaitAsync(Soon));
        await AssertStoppedAsync(program, stopped.Reason);
    }

    [Fact]
    public async Task Stopping_before_a_program_connects_ends_the_session()
    {
        using var server = new ServerFixture();

        await server.StopAsync();

        Assert.IsType<SessionEnd.Stopped>(await server.End.WaitAsync(Soon));
    }

    [Fact]
    public async Task Fault_of_the_host_comes_out()
    {
        using var server = new ServerFixture(host: new RecordingHost
        {
            Answer = (_, _) => throw new IOException("the artifact store is full"),
        });
        using var program = await RawProgram.GreetAsync(server.SocketPath);
        await program.SendAsync(RawProgram.Checkpoint(1));

        var fault = await Assert.ThrowsAsync<IOException>(() => server.End);
        Assert.Equal("the artifact store is full", fault.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(13)]
    public async Task Program_that_leaves_within_a_frame_has_left(int bytes)
    {
        using var server = new ServerFixture();
        using (var program = await RawProgram.GreetAsync(server.SocketPath))
        {
            await program.SendAsync(RawProgram.Checkpoint(1));
            await program.ReceiveAsync();
            await program.SendAsync(RawProgram.Checkpoint(2).AsMemory(0, bytes));
        }

        Assert.Equal(new SessionEnd.Left(1), await server.End);
    }

    [Fact]
    public async Task Checkpoint_of_a_program_that_died_is_still_answered()
    {
        using var server = new ServerFixture();
        using (var program = await RawProgram.GreetAsync(server.SocketPath))
        {
            await program.SendAsync(RawProgram.Checkpoint(1));
        }

        Assert.Equal(new SessionEnd.Left(1), await server.End);
        Assert.Single(server.Host.Checkpoints);
    }

    [Fact]
    public async Task Largest_result_and_state_pass()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Checkpoint(1, RankServer.MaximumBlobBytes, RankServer.MaximumBlobBytes));

        Assert.Equal(FrameKind.Settled, (await program.ReceiveAsync())!.Value.Kind);
        Assert.Equal(RankServer.MaximumBlobBytes, server.Host.Checkpoints.Single().Result.Length);
    }

    [Fact]
    public async Task State_beyond_its_half_of_the_frame_is_refused()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Checkpoint(1, 0, RankServer.MaximumBlobBytes + 1));

        Assert.Equal(SessionFault.FrameTooLarge, Assert.IsType<SessionEnd.Violated>(await server.End).Fault);
    }

    [Fact]
    public async Task Resumed_program_gets_the_state_and_goes_on_from_there()
    {
        var host = new RecordingHost { Restorable = [1, 2, 3] };
        using var server = new ServerFixture(ServerFixture.First with { Resume = 1 }, host);
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Frame(FrameKind.Restore, request: 9));
        var restored = (await program.ReceiveAsync())!.Value;
        await program.SendAsync(RawProgram.Checkpoint(2));
        await program.ReceiveAsync();
        await program.SendAsync(RawProgram.Frame(FrameKind.Finish, request: 0));

        Assert.Equal((FrameKind.Restored, 9u), (restored.Kind, restored.Request));
        Assert.Equal([1, 0, 0, 0, 1, 2, 3], restored.Payload.ToArray());
        Assert.Equal(new SessionEnd.Finished(), await server.End);
    }

    [Fact]
    public async Task Resumed_program_that_does_not_restore_is_ended()
    {
        using var server = new ServerFixture(ServerFixture.First with { Resume = 1 });
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Checkpoint(2));

        Assert.Equal(SessionFault.UnexpectedFrame, Assert.IsType<SessionEnd.Violated>(await server.End).Fault);
    }

    [Fact]
    public async Task Program_that_does_not_complete_a_frame_is_ended_after_the_timeout()
    {
        var time = new ManualTimeProvider();
        using var server = new ServerFixture(time: time);
        using var program = await RawProgram.GreetAsync(server.SocketPath);
        await WaitingAsync(time, timers: 0);
        time.Advance(TimeSpan.FromDays(1));
        Assert.False(server.End.IsCompleted);

        await program.SendAsync(RawProgram.Checkpoint(1).AsMemory(0, 3));
        await WaitingAsync(time, timers: 1);
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(server.End.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(SessionFault.SlowFrame, Assert.IsType<SessionEnd.Violated>(await server.End.WaitAsync(Soon)).Fault);
    }

    [Fact]
    public async Task Program_that_does_not_take_an_answer_is_ended_after_the_timeout()
    {
        var host = new RecordingHost { Restorable = new byte[RankServer.MaximumBlobBytes] };
        var options = new RankServerOptions { FrameTimeout = TimeSpan.FromMilliseconds(200) };
        using var server = new ServerFixture(ServerFixture.First with { Resume = 1 }, host, options);
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Frame(FrameKind.Restore, request: 1));

        Assert.Equal(SessionFault.SlowFrame, Assert.IsType<SessionEnd.Violated>(await server.End.WaitAsync(Soon)).Fault);
    }

    [Theory]
    [InlineData(1, 0, 0)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 0, 2)]
    [InlineData(-1, 0, 0)]
    public async Task Identity_outside_its_job_is_refused(int rank, int partition, int resume)
    {
        var identity = ServerFixture.First with { Rank = rank, Partition = partition, Resume = resume };
        using var server = new ServerFixture(identity);

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => server.End);
    }

    private static async Task AssertStoppedAsync(RawProgram program, string reason)
    {
        var end = (await program.ReceiveAsync())!.Value;
        Assert.Equal(FrameKind.End, end.Kind);
        Assert.Equal([1, 0, .. Encoding.UTF8.GetBytes(reason)], end.Payload.ToArray());
        Assert.Null(await program.ReceiveAsync());
    }

    private static async Task WaitingAsync(ManualTimeProvider time, int timers)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (time.Waiting != timers)
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
