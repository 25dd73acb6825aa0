using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Text;
using Hypernet.Consensus;
using Hypernet.Runtime.Frames;
using Xunit;

namespace Hypernet.Runtime.Collectives;

public sealed class CallTests
{
    private const string Hello = "hello with features";
    private const int Head = 40;
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Call_reaches_the_group_as_it_was_made_and_its_result_the_program()
    {
        var group = Ranks(rank: 2, of: 9, (ranks, _) => new OperationResult
        {
            Value = BitConverter.GetBytes(7.5),
            Contributors = SlotSet.Of(9, 0, 2, 8),
            ErrorBound = 0.25,
            Diagnostics = new OperationDiagnostics(Rounds: 4, BytesSent: 320, Views: 2),
        });
        using var server = new ServerFixture(Identity(2, 9), group: group);
        using var program = await GreetAsync(server);
        var called = new Descriptor
        {
            Kind = OperationKind.Reduce,
            Type = ElementType.F64,
            Operator = ReduceOperator.WeightedMean,
            Exactness = Exactness.FixedPoint,
            OnLoss = OnLoss.Strict,
            Digits = 9,
            Root = 8,
            Count = 1,
            Parameter = 5,
        };

        await program.SendAsync(RawProgram.Call(1, called, [.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(3.0)], "Größe"));
        var answer = await program.AnswerAsync(FrameKind.Result, 1);

        var call = group.Calls.Single();
        Assert.Equal((called, "Größe"), (call.Descriptor, call.Name));
        Assert.Equal([.. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(3.0)], call.Contribution.ToArray());
        byte[] expected = new byte[Head + 2 + 8];
        BinaryPrimitives.WriteDoubleLittleEndian(expected, 0.25);
        expected[8] = 8;
        expected[20] = 9;
        expected[24] = 4;
        expected[28] = 2;
        BinaryPrimitives.WriteInt64LittleEndian(expected.AsSpan(32), 320);
        (expected[40], expected[41]) = (0b101, 0b1);
        BinaryPrimitives.WriteDoubleLittleEndian(expected.AsSpan(42), 7.5);
        Assert.Equal(expected, answer.ToArray());
    }

    [Fact]
    public async Task Calls_are_answered_in_any_order_and_made_in_that_of_the_program()
    {
        var waiting = new ConcurrentStack<(OperationCall Call, TaskCompletionSource<OperationResult> Result)>();
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var group = new ScriptedGroup
        {
            Answer = (call, _) =>
            {
                var result = new TaskCompletionSource<OperationResult>(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Push((call, result));
                if (waiting.Count == CallDesk.MaximumCalls)
                {
                    all.SetResult();
                }

                return new ValueTask<OperationResult>(result.Task);
            },
        };
        using var server = new ServerFixture(group: group);
        using var program = await GreetAsync(server);
        for (uint request = 1; request <= CallDesk.MaximumCalls; request++)
        {
            await program.SendAsync(RawProgram.Sum(request, request));
        }

        await all.Task.WaitAsync(Soon);
        Assert.Equal(Enumerable.Range(1, CallDesk.MaximumCalls).Select(value => (double)value), group.Calls.Select(call => BitConverter.ToDouble(call.Contribution.Span)));
        for (uint request = CallDesk.MaximumCalls; request >= 1; request--)
        {
            Assert.True(waiting.TryPop(out var next));
            next.Result.SetResult(group.Of(next.Call.Contribution));
            var answer = await program.AnswerAsync(FrameKind.Result, request);
            Assert.Equal(request, BitConverter.ToDouble(answer.Span[(Head + 1)..]));
        }

        await program.SendAsync(RawProgram.Checkpoint(1));
        await program.AnswerAsync(FrameKind.Settled, 1);
    }

    [Fact]
    public async Task Program_is_read_while_it_does_not_take_its_results()
    {
        byte[] large = new byte[4 << 20];
        using var server = new ServerFixture(group: Ranks(0, 1, (ranks, _) => ranks.Of(large)), options: new RankServerOptions { FrameTimeout = TimeSpan.FromMilliseconds(200) });
        using var program = await GreetAsync(server);

        // Far more calls than may be unanswered, were answers that are not taken forgotten.
        for (uint request = 1; request <= CallDesk.MaximumCalls; request++)
        {
            await program.SendAsync(RawProgram.Sum(request, 1));
        }

        await program.SendAsync(RawProgram.Golden("log"));
        await WhenAsync(() => !server.Host.Lines.IsEmpty);
        for (uint request = 1; request <= CallDesk.MaximumCalls; request++)
        {
            Assert.Equal(Head + 1 + large.Length, (await program.ReceiveAsync())!.Value.Payload.Length);
        }

        await program.SendAsync(RawProgram.Checkpoint(1));
        await program.AnswerAsync(FrameKind.Settled, 1);
    }

    [Fact]
    public async Task Answers_that_are_not_taken_count_as_unanswered()
    {
        byte[] large = new byte[4 << 20];
        using var server = new ServerFixture(group: Ranks(0, 1, (ranks, _) => ranks.Of(large)));
        using var program = await GreetAsync(server);

        // One is on its way into the full socket, all others wait behind it.
        for (uint request = 1; request <= CallDesk.MaximumCalls + 2; request++)
        {
            await program.SendAsync(RawProgram.Sum(request, 1));
        }

        Assert.Equal(SessionFault.TooManyCalls, Assert.IsType<SessionEnd.Violated>(await server.End.WaitAsync(Soon)).Fault);
    }

    [Theory]
    [MemberData(nameof(Refusals))]
    public async Task Refused_call_says_why_and_the_session_goes_on(int code, Func<ConsensusException> fault)
    {
        using var server = new ServerFixture(Identity(1, 3), group: Ranks(1, 3, (_, _) => throw fault()));
        using var program = await GreetAsync(server);

        await program.SendAsync(RawProgram.Sum(1, 1));
        var answer = await program.AnswerAsync(FrameKind.Refused, 1);
        await program.SendAsync(RawProgram.Checkpoint(1));
        await program.AnswerAsync(FrameKind.Settled, 1);

        byte[] ranks = code == 2 ? [0b101] : [];
        Assert.Equal([(byte)code, 0, (byte)ranks.Length, 0, .. ranks, .. "because"u8], answer.ToArray());
    }

    public static TheoryData<int, Func<ConsensusException>> Refusals() => new()
    {
        { 1, () => new ProgramMismatchException("because") },
        { 2, () => new RankLostException("because", SlotSet.Of(3, 0, 2)) },
        { 3, () => new InvalidCallException("because") },
        { 4, () => new LeftBehindException("because") },
    };

    [Theory]
    [InlineData(0, 1, 1, "Operation 0 is not offered")]
    [InlineData(8, 1, 1, "Operation 8 is not offered")]
    [InlineData(200, 1, 1, "Operation 200 is not offered")]
    [InlineData(1, 7, 1, "Operator 1 of type 7 is not offered")]
    [InlineData(1, 0, 8, "Operator 8 of type 0 is not offered")]
    public async Task What_no_program_may_call_is_refused_without_asking_the_group(byte operation, byte type, byte reduction, string reason)
    {
        var group = new ScriptedGroup();
        using var server = new ServerFixture(group: group);
        using var program = await GreetAsync(server);
        var called = new Descriptor { Kind = (OperationKind)operation, Type = (ElementType)type, Operator = (ReduceOperator)reduction };

        await program.SendAsync(RawProgram.Call(1, called, []));
        var answer = await program.AnswerAsync(FrameKind.Refused, 1);

        Assert.Equal(3, answer.Span[0]);
        Assert.StartsWith(reason, Encoding.UTF8.GetString(answer.Span[4..]), StringComparison.Ordinal);
        Assert.Empty(group.Calls);
    }

    [Fact]
    public async Task Names_are_counted_and_may_be_used_again()
    {
        using var server = new ServerFixture(group: Ranks(0, 1, (ranks, call) => ranks.Of(call.Contribution)));
        using var program = await GreetAsync(server);
        foreach (int[] names in Enumerable.Range(0, CallDesk.MaximumNames).Chunk(CallDesk.MaximumCalls))
        {
            byte[] calls = [.. names.SelectMany((name, i) => RawProgram.Sum((uint)i + 1, 1, $"{name}"))];
            await program.SendAsync(calls);
            foreach (int _ in names)
            {
                Assert.Equal(FrameKind.Result, (await program.ReceiveAsync())!.Value.Kind);
            }
        }

        await program.SendAsync(RawProgram.Sum(1, 1, "one more"));
        Assert.Equal(3, (await program.AnswerAsync(FrameKind.Refused, 1)).Span[0]);
        await program.SendAsync(RawProgram.Sum(1, 1, "7"));
        await program.AnswerAsync(FrameKind.Result, 1);
    }

    [Fact]
    public async Task Value_that_no_frame_takes_is_refused()
    {
        byte[] value = new byte[ResultFrame.MaximumValueBytes + 1];
        using var server = new ServerFixture(group: Ranks(0, 1, (ranks, _) => ranks.Of(value)));
        using var program = await GreetAsync(server);

        await program.SendAsync(RawProgram.Sum(1, 1));

        Assert.Equal(3, (await program.AnswerAsync(FrameKind.Refused, 1)).Span[0]);
    }

    [Fact]
    public async Task Stopping_reaches_a_program_that_waits_for_other_ranks()
    {
        var group = new ScriptedGroup();
        using var server = new ServerFixture(group: group);
        using var program = await GreetAsync(server);
        await program.SendAsync(RawProgram.Sum(1, 1));
        await WhenAsync(() => !group.Calls.IsEmpty);

        await server.StopAsync();

        Assert.IsType<SessionEnd.Stopped>(await server.End.WaitAsync(Soon));
        Assert.Equal(FrameKind.End, (await program.ReceiveAsync())!.Value.Kind);
    }

    [Fact]
    public async Task Program_that_leaves_while_it_waits_has_left()
    {
        var group = new ScriptedGroup();
        using var server = new ServerFixture(group: group);
        using (var program = await GreetAsync(server))
        {
            await program.SendAsync(RawProgram.Sum(1, 1));
        }

        Assert.Equal(new SessionEnd.Left(0), await server.End.WaitAsync(Soon));
        Assert.Single(group.Calls);
    }

    [Fact]
    public async Task Fault_of_the_group_comes_out()
    {
        using var server = new ServerFixture(group: Ranks(0, 1, (_, _) => throw new IOException("the network is down")));
        using var program = await GreetAsync(server);

        await program.SendAsync(RawProgram.Sum(1, 1));

        var fault = await Assert.ThrowsAsync<IOException>(() => server.End.WaitAsync(Soon));
        Assert.Equal("the network is down", fault.Message);
    }

    [Fact]
    public async Task Program_of_the_first_revision_is_welcomed_as_ever()
    {
        using var server = new ServerFixture(group: new ScriptedGroup());
        using var program = await RawProgram.ConnectAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Golden("hello"));

        var welcome = (await program.ReceiveAsync())!.Value;
        Assert.Equal(WelcomeFrame.Write(ServerFixture.First)[FrameHeader.Bytes..], welcome.Payload.ToArray());
    }

    [Fact]
    public async Task Runtime_without_a_group_offers_no_collectives()
    {
        using var server = new ServerFixture();
        using var program = await RawProgram.ConnectAsync(server.SocketPath);

        byte[] both = [.. RawProgram.Golden(Hello), .. RawProgram.Sum(1, 1)];
        await program.SendAsync(both);

        Assert.Equal(0ul, BinaryPrimitives.ReadUInt64LittleEndian((await program.ReceiveAsync())!.Value.Payload.Span));
        Assert.Equal(SessionFault.UnknownKind, Assert.IsType<SessionEnd.Violated>(await server.End).Fault);
    }

    [Fact]
    public async Task Call_before_a_restore_that_is_due_is_a_fault()
    {
        using var server = new ServerFixture(ServerFixture.First with { Resume = 1 }, group: new ScriptedGroup());
        using var program = await GreetAsync(server);

        await program.SendAsync(RawProgram.Sum(1, 1));

        Assert.Equal(SessionFault.UnexpectedFrame, Assert.IsType<SessionEnd.Violated>(await server.End).Fault);
    }

    [Fact]
    public async Task Run_without_checkpoints_finishes_when_it_says_so()
    {
        using var server = new ServerFixture(ServerFixture.First with { Checkpoints = 0 });
        using var program = await RawProgram.GreetAsync(server.SocketPath);

        await program.SendAsync(RawProgram.Frame(FrameKind.Finish, request: 0));

        Assert.Equal(new SessionEnd.Finished(), await server.End);
    }

    [Fact]
    public async Task Group_of_another_rank_is_refused()
    {
        using var server = new ServerFixture(Identity(1, 3), group: new ScriptedGroup { Rank = 2, Size = 3 });

        await Assert.ThrowsAsync<ArgumentException>(() => server.End);
    }

    private static Task<RawProgram> GreetAsync(ServerFixture server) => RawProgram.GreetAsync(server.SocketPath, Hello);

    private static RankIdentity Identity(int rank, int size) => ServerFixture.First with { Rank = rank, Size = size };

    private static ScriptedGroup Ranks(int rank, int of, Func<ScriptedGroup, OperationCall, OperationResult> answer)
    {
        ScriptedGroup? group = null;
        group = new ScriptedGroup { Rank = rank, Size = of, Answer = async (call, _) => await Task.FromResult(answer(group!, call)) };
        return group;
    }

    private static async Task WhenAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(Soon);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
