using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class FlightTests
{
    [Fact]
    public void Hundreds_of_operations_are_in_flight_in_different_orders()
    {
        const int Size = 4;
        const int Names = 400;
        var group = new SimulatedGroup(Size);
        var calls = new List<RecordedCall>();

        // Blocks of names, which each rank calls in another order; more of them than may be outstanding at once.
        for (int block = 0; block < Names; block += 50)
        {
            for (int slot = 0; slot < Size; slot++)
            {
                int turn = 13 * slot;
                calls.AddRange(Enumerable.Range(0, 50).Select(i => group.Call(slot, Calls.Sum($"{block + ((i + turn) % 50)}", Calls.Value(slot)))));
            }
        }

        Assert.True(group.Network.RunUntil(() => calls.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.All(calls, call => Assert.Equal(Enumerable.Range(0, Size).Sum(slot => Calls.Value(slot)), Calls.First(call.Result!)));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Rank_that_is_far_ahead_waits_for_its_turn_and_breaks_no_rule()
    {
        var group = new SimulatedGroup(3);
        var ahead = Enumerable.Range(0, 300).SelectMany(_ => new[] { 0, 1 }, (_, slot) => group.Call(slot, Calls.Sum("x", Calls.Value(slot)))).ToList();
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(5));
        Assert.DoesNotContain(ahead, call => call.IsEnded);

        var behind = Enumerable.Range(0, 300).Select(_ => group.Call(2, Calls.Sum("x", Calls.Value(2)))).ToList();

        Assert.True(group.Network.RunUntil(() => ahead.Concat(behind).All(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.All(ahead, call => Assert.Equal(SlotSet.All(3), call.Result!.Contributors));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Rank_that_receives_from_nobody_is_no_further_ahead()
    {
        // 0 sends to 1, and 1 to 2: 0 could complete any number alone.
        IReadOnlyList<IReadOnlyList<int>> line = [[1], [2], []];
        var group = new SimulatedGroup(3);
        var ahead = Enumerable.Range(0, 300).Select(_ => group.Call(0, Exchange(0))).ToList();
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(5));
        Assert.Equal(Bounds.Outstanding, ahead.Count(call => call.IsEnded));

        var behind = Enumerable.Range(0, 300).SelectMany(_ => new[] { 1, 2 }, (_, slot) => group.Call(slot, Exchange(slot))).ToList();

        Assert.True(group.Network.RunUntil(() => ahead.Concat(behind).All(call => call.IsEnded), SimulatedGroup.Limit));
        Assert.Empty(group.Violations);

        OperationCall Exchange(int slot) => Calls.Of(OperationKind.Exchange, "x", bytes: [(byte)slot]) with { OutNeighbors = line };
    }

    [Fact]
    public void Large_contributions_wait_until_their_receiver_has_called()
    {
        var group = new SimulatedGroup(3);
        long bytes = 0;
        group.Network.OnSend = frame => bytes += frame.Length;
        byte[] large = new byte[3 << 20];
        new Random(1).NextBytes(large);
        var calls = new List<RecordedCall> { group.Call(1, Calls.Of(OperationKind.AllGather, "x", bytes: large)), group.Call(2, Calls.Of(OperationKind.AllGather, "x", bytes: large)) };
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(5));
        Assert.InRange(bytes, 1, 2 * Bounds.EagerBytes);

        calls.Add(group.Call(0, Calls.Of(OperationKind.AllGather, "x", bytes: large)));

        Assert.True(group.Network.RunUntil(() => calls.TrueForAll(call => call.IsEnded), SimulatedGroup.Limit));
        var parts = PartList.Read(calls[0].Result!.Value, 3)!;
        Assert.All(parts, part => Assert.True(part!.Value.Span.SequenceEqual(large)));
        Assert.Empty(group.Violations);
    }

    [Fact]
    public void Names_that_are_used_once_are_not_kept_for_ever()
    {
        var group = new SimulatedGroup(3);
        for (int i = 0; i < 500; i++)
        {
            var calls = group.CallAll(slot => Calls.Sum($"once {i}", Calls.Value(slot)));
            Assert.True(group.Run(calls));
        }

        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(1));
        Assert.All(group.Nodes, node => Assert.InRange(node.Kept, 0, 2 * Bounds.Kept));
    }

    [Fact]
    public void Call_beyond_the_bound_is_refused_with_the_bound()
    {
        var group = new SimulatedGroup(2);
        for (int i = 0; i < Bounds.Outstanding + Bounds.Waiting; i++)
        {
            Assert.False(group.Call(0, Calls.Sum("x", 1)).IsEnded);
        }

        var fault = Assert.IsType<InvalidCallException>(group.Call(0, Calls.Sum("x", 1)).Fault);
        Assert.Contains($"{Bounds.Waiting} calls", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_waiting_operation_names_who_has_not_called_it()
    {
        var told = new List<WaitingOperation>();
        var group = new SimulatedGroup(4, waiting: told.Add);
        group.Call(0, Calls.Sum("x", 1));
        group.Call(3, Calls.Sum("x", 1));
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(30));

        Assert.Equal(2, told.Count);
        Assert.All(told, operation => Assert.Equal(("x", 0L, "1, 2"), (operation.Name, operation.Number, operation.Missing.ToString())));
    }

    [Fact]
    public void Long_waiting_operation_is_told_when_there_is_room_for_the_question()
    {
        var told = new List<WaitingOperation>();
        var group = new SimulatedGroup(2, waiting: told.Add);
        group.Network.Cut([0], [1]);
        for (int number = 0; number < Bounds.Enquiries; number++)
        {
            _ = group.Nodes[0].MissingAsync("y", number).AsTask();
        }

        group.Call(0, Calls.Sum("x", 1));
        group.Network.RunUntil(() => false, TimeSpan.FromSeconds(30));
        Assert.Empty(told);

        group.Network.Heal();
        Assert.True(group.Network.RunUntil(() => told.Count > 0, SimulatedGroup.Limit));
        Assert.Equal("1", told[0].Missing.ToString());
    }
}
