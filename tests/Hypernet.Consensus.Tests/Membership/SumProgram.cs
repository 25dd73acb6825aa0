using Xunit;

namespace Hypernet.Consensus.Membership;

/// <summary>Every slot sums a few times, one after the other, and what its survivors receive is checked.</summary>
internal sealed class SumProgram
{
    private readonly SimulatedGroup _group;
    private readonly int _count;
    private readonly List<RecordedCall>[] _calls;

    public SumProgram(SimulatedGroup group, int count)
    {
        _group = group;
        _count = count;
        _calls = [.. Enumerable.Range(0, group.Size).Select(_ => new List<RecordedCall>())];
    }

    /// <summary>Runs it to its end at all that live.</summary>
    public void Run(string context)
    {
        for (int slot = 0; slot < _group.Size; slot++)
        {
            CallNext(slot);
        }

        bool isDone = _group.Network.RunUntil(() => _group.Alive.All(slot => _calls[slot].Count == _count && _calls[slot][^1].IsEnded), SimulatedGroup.Limit);
        Assert.True(isDone, $"{context}: a survivor hangs: {string.Join(" ", _group.Alive.Select(slot => $"{slot}:{_calls[slot].Count}"))}");
        Assert.True(_group.Violations.Count == 0, $"{context}: {string.Join("; ", _group.Violations)}");
        for (int number = 0; number < _count; number++)
        {
            Check(number, context);
        }
    }

    private void CallNext(int slot)
    {
        int number = _calls[slot].Count;
        if (number == _count)
        {
            return;
        }

        var recorded = new RecordedCall(call =>
        {
            if (call.Result is not null)
            {
                CallNext(slot);
            }
        });
        _calls[slot].Add(recorded);
        _group.Nodes[slot].Submit(Calls.Sum("x", Calls.Value(slot, number)), recorded);
    }

    private void Check(int number, string context)
    {
        var results = _group.Alive.Select(slot => _calls[slot][number]).ToList();
        var first = results[0].Result;
        Assert.True(first is not null, $"{context}: {results[0].Fault}");
        double expected = first.Contributors.Sum(slot => Calls.Value(slot, number));
        foreach (var call in results)
        {
            bool isRight = call.Result is { } result && result.Contributors.Equals(first.Contributors)
                && BitConverter.DoubleToInt64Bits(Calls.First(result)) == BitConverter.DoubleToInt64Bits(expected);
            Assert.True(isRight, $"{context}: sum {number} of {call.Result?.Contributors}, not {first.Contributors}: {call.Fault}");
        }

        Assert.True(_group.Alive.All(first.Contributors.Contains), $"{context}: a survivor is missing from {first.Contributors}");
    }
}
