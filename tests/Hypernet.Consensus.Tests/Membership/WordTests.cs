using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class WordTests
{
    private readonly SimulatedNetwork _network = new(3, seed: 1);
    private readonly List<(int To, int From, string Word)> _told = [];

    [Fact]
    public void Words_come_to_whom_they_are_told_in_order()
    {
        var nodes = Nodes();

        nodes[0].Tell(2, "one"u8.ToArray());
        nodes[0].Tell(2, new byte[1024]);
        nodes[1].Tell(0, "other"u8.ToArray());
        nodes[1].Tell(1, "oneself"u8.ToArray());
        _network.RunUntil(() => _told.Count == 3, SimulatedGroup.Limit);

        Assert.Equal(["one", new string('\0', 1024)], _told.Where(told => told is { To: 2, From: 0 }).Select(told => told.Word));
        Assert.Equal([(0, 1, "other")], _told.Where(told => told.To != 2));
    }

    [Fact]
    public void Words_of_who_has_left_or_has_more_to_say_are_not_heard()
    {
        var nodes = Nodes();
        Assert.Throws<ArgumentOutOfRangeException>(() => nodes[0].Tell(3, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => nodes[0].Tell(1, new byte[1025]));
        _ = nodes[2].Leave();
        _network.RunUntil(() => nodes[0].Members.Count == 2, SimulatedGroup.Limit);

        nodes[2].Tell(0, "too late"u8.ToArray());
        nodes[1].Tell(0, "in time"u8.ToArray());
        _network.RunUntil(() => _told.Count > 0, SimulatedGroup.Limit);

        Assert.Equal([(0, 1, "in time")], _told);
    }

    private ConsensusNode[] Nodes() => [.. Enumerable.Range(0, 3).Select(slot => new ConsensusNode(
        new ConsensusOptions
        {
            Transport = _network.Transport(slot),
            Told = (from, word) => _told.Add((slot, from, System.Text.Encoding.UTF8.GetString(word.Span))),
        },
        Runs.RunFactory.Create))];
}
