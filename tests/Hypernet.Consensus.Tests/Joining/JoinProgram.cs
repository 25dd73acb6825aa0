using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Replication;
using Xunit;

namespace Hypernet.Consensus.Joining;

/// <summary>A program drawn from a seed whose replicas are killed, by proof or in silence, and join anew, on a bad network; as many of each rank stay as must.</summary>
internal sealed class JoinProgram
{
    private readonly string _context;
    private readonly Random _random;
    private readonly ReplicatedGroup _group;
    private readonly int _replicas;
    private readonly int _quorum;
    private int _restarting;

    public JoinProgram(int seed, AuditOptions? audit = null)
    {
        _random = new Random(seed);
        int partitions = _random.Next(1, 4);
        (_replicas, _quorum) = _random.Next(4) switch { 0 => (4, 3), 1 => (5, 3), _ => (3, 2) };
        var program = _random.Next(2) == 0 ? OperationList.Random(partitions, _random) : OperationList.Sums(partitions, _random.Next(10, 60));
        _context = $"seed {seed}, {partitions} × {_replicas} replicas";
        _group = new ReplicatedGroup(program, _replicas, _quorum, (ulong)seed, audit: audit) { RestartsLeftBehind = true };
        var network = _group.Group.Network;
        if (_random.Next(3) == 0)
        {
            (network.Loss, network.Duplicate, network.Reorder) = (0.1 * _random.NextDouble(), 0.1 * _random.NextDouble(), 0.1 * _random.NextDouble());
        }

        int kills = _random.Next(1, 8);
        int within = _random.Next(2) == 0 ? 5_000 : 30_000;
        for (int i = 0; i < kills; i++)
        {
            After(_random.Next(within), () => Kill(_random.Next(_group.Group.Size)));
        }

        if (_random.Next(3) == 0)
        {
            _group.StartInFlight(_random);
        }
        else
        {
            _group.Start(_group.Slots);
        }
    }

    public int Kills { get; private set; }

    public void Run()
    {
        Assert.True(_group.Group.Network.RunUntil(() => _restarting == 0 && _group.Slots.All(_group.IsDone), SimulatedGroup.Limit), $"{_context}: {Describe()}");
        _group.Finish(_context);
        _group.AssertWhole(_context);
        Assert.Empty(_group.Group.Minority);
        Assert.All(_group.Group.Nodes, node => Assert.True(node.Evidence is null || node.Evidence.Count == _group.Count, _context));
    }

    private void Kill(int victim)
    {
        // Whoever has no memory has no vote, and whoever is behind cannot tell what is over.
        int partition = _group.PartitionOf(victim);
        var others = _group.Slots.Where(slot => slot != victim && _group.PartitionOf(slot) == partition && IsMember(slot)).ToList();
        if (others.Count < _quorum || others.TrueForAll(slot => _group.Group.Nodes[slot].IsBehind) || !_group.Group.Network.IsAlive(victim))
        {
            return;
        }

        Kills++;
        int delay = _random.Next(3) switch { 0 => 0, 1 => _random.Next(3_000), _ => _random.Next(3_000_000) };
        if (delay == 0)
        {
            _group.Restart(victim);
            return;
        }

        _restarting++;
        _group.Group.Network.Crash(victim, isProven: _random.Next(3) > 0);
        After(delay, () =>
        {
            _restarting--;
            _group.Restart(victim);
        });
    }

    private bool IsMember(int slot) => _group.Group.Network.IsAlive(slot) && !_group.Group.Nodes[slot].IsJoining;

    private string Describe() => string.Join(", ", _group.Slots.Select(slot =>
        $"{slot}{(_group.Group.Network.IsAlive(slot) ? "" : " dead")}{(_group.Group.Nodes[slot].IsJoining ? " joining" : "")}{(_group.Group.Nodes[slot].IsBehind ? " behind" : "")}: {_group.CallsOf(slot).Count(call => call.Result is not null)} of {_group.CallsOf(slot).Count}"));

    private void After(int microseconds, Action action) =>
        _group.Group.Network.Time.CreateTimer(_ => action(), null, TimeSpan.FromMicroseconds(microseconds), Timeout.InfiniteTimeSpan);
}
