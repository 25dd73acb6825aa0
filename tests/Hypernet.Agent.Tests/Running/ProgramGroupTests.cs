using System.Threading.Channels;
using Hypernet.Agent.Peers;
using Hypernet.Agent.Running;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Consensus;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Running;

public sealed class ProgramGroupTests : IAsyncLifetime
{
    private static readonly Account Job = Story.Person(7);

    private readonly Channel<string> _heldUp = Channel.CreateUnbounded<string>();
    private ConsensusNode _node = null!;

    public async Task InitializeAsync() => _node = await LoneGroup.JoinAsync();

    public async Task DisposeAsync() => await _node.DisposeAsync();

    [Fact]
    public void Interval_without_calls_has_the_transcript_of_a_program_without_collectives()
    {
        var group = Group(() => _node);

        group.Begin(3);

        Assert.Equal((0UL, Transcript.Start(Job, 3, 0)), (group.Operations, group.Transcript));
    }

    [Fact]
    public async Task Transcript_covers_what_the_program_gave_by_name_and_not_the_order_between_names()
    {
        var one = await GivenAsync(("a", 1), ("b", 2), ("a", 3));

        Assert.Equal(3UL, one.Operations);
        Assert.Equal(one, await GivenAsync(("b", 2), ("a", 1), ("a", 3)));
        Assert.NotEqual(one, await GivenAsync(("a", 3), ("b", 2), ("a", 1)));
        Assert.NotEqual(one, await GivenAsync(("a", 1), ("b", 2), ("c", 3)));
        Assert.NotEqual(one, await GivenAsync(("a", 1), ("b", 2)));
    }

    [Fact]
    public async Task Of_a_decision_the_transcript_has_what_was_decided_and_not_how_this_replica_voted()
    {
        var yes = await DecidedAsync(vote: true, decided: 0, isReversed: false);

        Assert.Equal(3UL, yes.Operations);
        Assert.Equal(yes, await DecidedAsync(vote: false, decided: 0, isReversed: true));
        Assert.NotEqual(yes, await DecidedAsync(vote: true, decided: 1, isReversed: false));
    }

    [Fact]
    public async Task What_a_call_took_here_is_not_told()
    {
        var group = Group(() => _node);
        group.Begin(1);

        Assert.NotEqual(default, (await _node.CallAsync(Sum("a", 1))).Diagnostics);
        Assert.Equal(default, (await group.CallAsync(Sum("a", 1))).Diagnostics);
    }

    [Fact]
    public async Task Call_that_nobody_could_serve_is_refused_and_does_not_count()
    {
        var group = Group(() => _node);
        group.Begin(1);

        await Assert.ThrowsAsync<InvalidCallException>(async () => await group.CallAsync(Sum("a", 1) with { Contribution = new byte[7] }));

        Assert.Equal((0UL, Transcript.Start(Job, 1, 0)), (group.Operations, group.Transcript));
    }

    [Fact]
    public async Task Runs_number_their_calls_from_their_checkpoint_on()
    {
        // A replica that resumes, and its mates that never stopped, call the same operations of an interval.
        var calls = new Recorded(_node);
        var group = Group(() => calls);
        group.Begin(1);
        await group.CallAsync(Sum("a", 1));
        group.Begin(2);
        await group.CallAsync(Sum("a", 1));
        await group.CallAsync(Sum("", 1));

        Assert.Equal(["1/a", "2/a", "2/"], calls.Names);
    }

    [Fact]
    public async Task Listener_gives_nothing_and_answers_for_it_from_its_checkpoint_on()
    {
        var listener = new ProgramGroup(Job, partition: 0, partitions: 1, () => _node, HoldUp) { Misconduct = new Misconduct(MisconductKind.Listen, 2) };
        var honest = Group(() => _node);
        var sums = new List<double>();
        foreach (int checkpoint in new[] { 1, 2, 3 })
        {
            foreach (var group in new[] { listener, honest })
            {
                group.Begin(checkpoint);
                sums.Add(BitConverter.ToDouble((await group.CallAsync(Sum("a", 5))).Value.Span));
            }

            Assert.Equal(checkpoint > 1, listener.Transcript != honest.Transcript);
        }

        Assert.Equal([5, 5, 0, 5, 0, 5], sums);
    }

    [Fact]
    public async Task Interval_is_played_by_who_has_its_first_call()
    {
        var (first, second) = (new Recorded(_node), new Recorded(_node));
        var present = first;
        var group = Group(() => present);
        group.Begin(1);
        await group.CallAsync(Sum("a", 1));
        present = second;
        await group.CallAsync(Sum("a", 1));
        Assert.Same(first, group.Bound);

        group.Begin(2);
        Assert.Null(group.Bound);
        await group.CallAsync(Sum("a", 1));

        Assert.Same(second, group.Bound);
        Assert.Equal(["1/a", "1/a"], first.Names);
        Assert.Equal(["2/a"], second.Names);
    }

    [Fact]
    public async Task Result_that_lacks_a_partition_is_never_handed_out()
    {
        var group = new ProgramGroup(Job, 0, partitions: 2, () => new Partial(), HoldUp);
        group.Begin(1);
        using var stop = new CancellationTokenSource();

        var call = group.CallAsync(Sum("a", 1), stop.Token).AsTask();

        Assert.Equal("partitions 1 are missing from a result", await _heldUp.Reader.ReadAsync());
        Assert.False(call.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }

    [Fact]
    public async Task Call_to_a_group_that_nobody_plays_is_held_up_and_no_fault_of_the_program()
    {
        var closed = Group(() => throw new GroupClosedException("the ranks are not drawn"));
        closed.Begin(1);
        var open = Group(() => _node);
        open.Begin(1);
        await _node.DisposeAsync();

        var unanswered = closed.CallAsync(Sum("a", 1)).AsTask();
        Assert.Equal("the ranks are not drawn", await _heldUp.Reader.ReadAsync());
        var cutOff = open.CallAsync(Sum("a", 1)).AsTask();
        Assert.NotEmpty(await _heldUp.Reader.ReadAsync());
        Assert.False(unanswered.IsCompleted);
        Assert.False(cutOff.IsCompleted);
    }

    private static OperationCall Sum(string name, double value) => new()
    {
        Descriptor = new Descriptor { Kind = OperationKind.AllReduce, Type = ElementType.F64, Operator = ReduceOperator.Sum, Count = 1 },
        Contribution = BitConverter.GetBytes(value),
        Name = name,
    };

    private void HoldUp(string reason) => _heldUp.Writer.TryWrite(reason);

    private ProgramGroup Group(Func<IGroup> groupFor) => new(Job, partition: 0, partitions: 1, groupFor, HoldUp);

    private async Task<(ulong Operations, Bytes32 Transcript)> GivenAsync(params (string Name, double Value)[] calls)
    {
        var group = Group(() => _node);
        group.Begin(1);
        foreach (var (name, value) in calls)
        {
            await group.CallAsync(Sum(name, value));
        }

        return (group.Operations, group.Transcript);
    }

    // A decision, a sum and a decision of one name, all outstanding together.
    private async Task<(ulong Operations, Bytes32 Transcript)> DecidedAsync(bool vote, byte decided, bool isReversed)
    {
        var answers = new Awaited();
        var group = Group(() => answers);
        group.Begin(1);
        OperationCall[] calls = [Agree("a", vote), Sum("a", 1), Agree("a", vote)];
        var results = calls.Select(call => group.CallAsync(call).AsTask()).ToList();
        foreach (int call in isReversed ? new[] { 2, 1, 0 } : [0, 1, 2])
        {
            answers.Calls[call].SetResult(new OperationResult { Value = new[] { decided }, Contributors = answers.Members });
            await results[call];
        }

        return (group.Operations, group.Transcript);
    }

    private static OperationCall Agree(string name, bool vote) => new()
    {
        Descriptor = new Descriptor
        {
            Kind = OperationKind.AllReduce,
            Type = ElementType.Bool,
            Operator = ReduceOperator.And,
            Count = 1,
            Parameter = Descriptor.Decision,
        },
        Contribution = BitConverter.GetBytes(vote),
        Name = name,
    };

    /// <summary>Notes the names of calls on their way.</summary>
    private sealed class Recorded(IGroup group) : IGroup
    {
        public List<string> Names { get; } = [];

        public int Rank => group.Rank;

        public int Size => group.Size;

        public SlotSet Members => group.Members;

        public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
        {
            Names.Add(call.Name);
            return group.CallAsync(call, cancellationToken);
        }
    }

    /// <summary>A rank whose calls are answered when the test says so.</summary>
    private sealed class Awaited : IGroup
    {
        public List<TaskCompletionSource<OperationResult>> Calls { get; } = [];

        public int Rank => 0;

        public int Size => 1;

        public SlotSet Members => SlotSet.All(1);

        public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
        {
            Calls.Add(new TaskCompletionSource<OperationResult>());
            return new ValueTask<OperationResult>(Calls[^1].Task);
        }
    }

    /// <summary>Two ranks, of which one is lost.</summary>
    private sealed class Partial : IGroup
    {
        public int Rank => 0;

        public int Size => 2;

        public SlotSet Members => SlotSet.Of(2, 0);

        public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(new OperationResult { Value = call.Contribution.ToArray(), Contributors = Members });
    }
}
