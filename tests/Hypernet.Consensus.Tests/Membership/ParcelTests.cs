using Hypernet.Network;
using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus.Membership;

public sealed class ParcelTests
{
    private readonly SimulatedNetwork _network = new(3, seed: 1);
    private readonly List<(int To, int From, int Bytes)> _delivered = [];
    private readonly List<(int At, int Of)> _violated = [];

    [Fact]
    public void Parcels_come_from_members_and_from_who_has_left()
    {
        var nodes = Nodes();
        Assert.True(nodes[0].TryDeliver(2, new byte[Bounds.ParcelBytes]));
        _ = nodes[2].Leave();
        _network.RunUntil(() => nodes[0].Members.Count == 2, SimulatedGroup.Limit);

        Assert.True(nodes[2].TryDeliver(0, new byte[1]));
        _network.RunUntil(() => _delivered.Count == 2, SimulatedGroup.Limit);

        Assert.Equal([(2, 0, Bounds.ParcelBytes), (0, 2, 1)], _delivered);
    }

    [Fact]
    public async Task Nothing_is_taken_from_a_node_that_has_ended_and_too_much_from_none()
    {
        var nodes = Nodes();
        Assert.False(nodes[0].TryDeliver(0, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => nodes[0].TryDeliver(3, default));
        Assert.Throws<ArgumentOutOfRangeException>(() => nodes[0].TryDeliver(1, new byte[Bounds.ParcelBytes + 1]));
        await nodes[0].DisposeAsync();

        Assert.False(nodes[0].TryDeliver(1, default));
    }

    [Fact]
    public void Who_sends_a_parcel_that_is_too_large_is_gone()
    {
        Nodes();
        _network.Transport(1).Send(2, new FrameHeader { Type = FrameType.Parcel }, new byte[Bounds.ParcelBytes + 1]);
        _network.RunUntil(() => _violated.Count > 0, SimulatedGroup.Limit);

        Assert.Equal([(2, 1)], _violated);
        Assert.Empty(_delivered);
    }

    private ConsensusNode[] Nodes() => [.. Enumerable.Range(0, 3).Select(slot => new ConsensusNode(
        new ConsensusOptions
        {
            Transport = _network.Transport(slot),
            Delivered = (from, parcel) => _delivered.Add((slot, from, parcel.Length)),
            Violated = (of, _) => _violated.Add((slot, of)),
        },
        Runs.RunFactory.Create))];
}
