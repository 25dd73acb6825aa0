using Hypernet.Consensus.Membership;
using Hypernet.Network.Simulation;
using Xunit;
using static Hypernet.Consensus.Membership.Calls;

namespace Hypernet.Consensus.Audit;

public sealed class AuditNodeTests
{
    private readonly SimulatedNetwork _network = new(4, seed: 1);

    [Fact]
    public async Task Each_checkpoint_audits_what_ended_since_the_last()
    {
        var nodes = await JoinAsync(slot => new AuditOptions { Signer = new KnownSigner(slot) });
        for (byte checkpoint = 1; checkpoint <= 3; checkpoint++)
        {
            int ended = 0;
            for (int slot = 0; slot < 4; slot++)
            {
                nodes[slot].Submit(Sum("c/x", slot / 2, checkpoint), new RecordedCall(_ => ended++));
                nodes[slot].Submit(Sum("d/x", slot / 2), new RecordedCall(_ => ended++));
            }

            Assert.True(_network.RunUntil(() => ended == 8, SimulatedGroup.Limit));
            byte[] context = [checkpoint];
            Task<AuditOutcome>[] audits = [.. nodes.Select(node => node.AuditAsync("c/", context))];
            Assert.True(_network.RunUntil(() => Array.TrueForAll(nodes, node => !node.Evidence!.Of("c/").Any()), SimulatedGroup.Limit));
            Assert.All(await Task.WhenAll(audits), outcome => Assert.Equal(AuditOutcome.Passed, outcome));
            Assert.All(nodes, node => Assert.Equal(checkpoint, node.Evidence!.Of("d/").Count()));
        }
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_others_waiting_for_its_program()
    {
        var nodes = await JoinAsync(slot => new AuditOptions { Signer = new KnownSigner(slot) });
        int ended = 0;
        for (int slot = 0; slot < 4; slot++)
        {
            nodes[slot].Submit(Sum("c/x", slot / 2), new RecordedCall(_ => ended++));
        }

        Assert.True(_network.RunUntil(() => ended == 4, SimulatedGroup.Limit));
        using var canceling = new CancellationTokenSource();
        Task<AuditOutcome>[] audits = [.. nodes.Take(3).Select(node => node.AuditAsync("c/", default))];
        var canceled = nodes[3].AuditAsync("c/", new byte[] { 9 }, canceling.Token);
        await canceling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => canceled);
        Assert.False(_network.RunUntil(() => audits.Any(audit => audit.IsCompleted), TimeSpan.FromMinutes(10)));

        Task<AuditOutcome>[] all = [.. audits, nodes[3].AuditAsync("c/", default)];
        Assert.True(_network.RunUntil(() => Array.TrueForAll(nodes, node => node.Evidence!.Count == 0), SimulatedGroup.Limit));
        Assert.All(await Task.WhenAll(all), outcome => Assert.Equal(AuditOutcome.Passed, outcome));
    }

    [Fact]
    public async Task Group_without_a_signer_has_no_audits()
    {
        var nodes = await JoinAsync(_ => new AuditOptions());
        await Assert.ThrowsAsync<InvalidOperationException>(() => nodes[0].AuditAsync("c/", default));
    }

    [Fact]
    public async Task Who_takes_no_part_any_more_is_told_why()
    {
        var nodes = await JoinAsync(slot => new AuditOptions { Signer = new KnownSigner(slot) });
        await nodes[0].DisposeAsync();
        await Assert.ThrowsAsync<GroupClosedException>(() => nodes[0].AuditAsync("c/", default));
    }

    private async Task<ConsensusNode[]> JoinAsync(Func<int, AuditOptions> audit) =>
        [.. await Task.WhenAll(Enumerable.Range(0, 4).Select(slot => ConsensusNode.JoinAsync(new ConsensusOptions
        {
            Transport = _network.Transport(slot),
            Quorum = QuorumRule.Replicas,
            Replicas = 2,
            Audit = audit(slot),
        }).AsTask()))];
}
