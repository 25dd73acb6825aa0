using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;
using Hypernet.Network.Simulation;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Replication;

/// <summary>Rehearsed fraud: what a lying peer does to a group that audits nothing.</summary>
public sealed class LyingReplicaTests
{
    private const int Replicas = 3;
    private const int Partitions = 2;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    public void Liar_comes_to_supply_and_everybody_receives_its_lie(int liar)
    {
        var nodes = Group(liar, out var network);
        var calls = new List<RecordedCall[]>();
        for (int number = 0; number < 20 && !(calls.Count > 0 && calls[^1].All(IsLie)); number++)
        {
            calls.Add([.. nodes.Select((node, slot) =>
            {
                var recorded = new RecordedCall(null);
                node.Submit(Sum("x", 1), recorded);
                return recorded;
            })]);
            Assert.True(network.RunUntil(() => calls[^1].All(call => call.IsEnded), SimulatedGroup.Limit));
            network.RunUntil(() => false, TimeSpan.FromSeconds(1));
        }

        Assert.All(calls[^1], call => Assert.True(IsLie(call)));
        Assert.True(calls.Count < 3, $"it took {calls.Count} operations");
    }

    private static bool IsLie(RecordedCall call) => BitConverter.ToDouble(call.Result!.Value.Span) == 101;

    // It gives a hundred where it was called with one.
    private static ConsensusNode[] Group(int liar, out SimulatedNetwork network)
    {
        var simulated = network = new SimulatedNetwork(Partitions * Replicas, seed: 1);
        return [.. Enumerable.Range(0, Partitions * Replicas).Select(slot => new ConsensusNode(
            new ConsensusOptions
            {
                Transport = simulated.Transport(slot),
                Quorum = QuorumRule.Replicas,
                Replicas = Replicas,
                Misgives = slot == liar ? _ => BitConverter.GetBytes(100.0) : null,
            },
            RunFactory.Create))];
    }
}
