using Hypernet.Agent.Accusations;
using Hypernet.Consensus.Audit;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly Accuser _accuser;
    private ulong _accusedAt;

    /// <summary>Whom of its group the seller accuses now. Its mates are told after each block: some may not have been there before.</summary>
    private Accusation? OpenAccusation(JobState job, Tenure own)
    {
        var accusation = _accuser.Open(job);
        if (accusation is not null && _accusedAt != _block)
        {
            _accusedAt = _block;
            var group = GroupOf(job, own);
            foreach (int rank in group.Active.Replicas().Select(replica => (group.Id * job.Terms.Replication) + replica))
            {
                if (rank != own.Rank && rank != accusation.Rank)
                {
                    _peers?.Tell(rank, _accuser.Word);
                }
            }
        }

        return accusation;
    }

    /// <summary>
    /// Takes note, from any thread, that an interval has not passed its audit: the program waits until all compute anew, and the seller
    /// shows that it is there.
    /// </summary>
    private void TakeFailure(AuditOutcome outcome, Tenure tenure) => _services.Loop.Post(() =>
    {
        if (_history.State is not { } job || !HasPlace(job, tenure))
        {
            return;
        }

        _services.Log.AuditNotPassed(_job.ToString(), tenure.Rank, outcome.Text);
        HoldUpUntil(ulong.MaxValue);
        if (outcome.Culprits is { } culprits && _accuser.Accuse(job, tenure, culprits, new Bytes32(outcome.Evidence.ToBytes())) is { } accused)
        {
            _services.Log.Accuses(_job.ToString(), tenure.Rank, accused, job.TenureAt(accused).Seller.ToString());
        }
    });
}
