using Hypernet.Agent.Duties;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private readonly CancellationTokenSource _leaving;
    private volatile CheckpointRecord? _watched;

    /// <summary>
    /// From when the seller has something to commit to, it asks the chain itself, after each block, as long as the round lasts: if the server
    /// says nothing any more, what is not revealed in time, or revealed by a quorum and not opened, costs all of its collateral.
    /// </summary>
    private void WatchRound(JobState job)
    {
        if (OwnTenure(job) is { } own && job.IsUnderWay && HasPlace(job, own) && GroupOf(job, own) is var group && group.SettledCheckpoint != job.Checkpoint
            && Journal.Find(RoundOf(job, group)) is { } record && record != _watched)
        {
            _watched = record;
            _services.Loop.Start(() => FollowRoundAsync(record, own, job.ReplicaOf(own.Rank), job.Terms.Reveal));
        }
    }

    private async Task FollowRoundAsync(CheckpointRecord record, Tenure own, int replica, TimeSpan reveal)
    {
        var contract = new JobContract(_services.Chain, _job);
        try
        {
            while (ReferenceEquals(record, _watched) && !await IsRoundOverAsync(contract, record, own, replica, reveal))
            {
                await NextBlockAsync(_leaving.Token);
            }
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // Nothing is left to do for the job, or the agent ends.
        }
    }

    private async Task<bool> IsRoundOverAsync(JobContract contract, CheckpointRecord record, Tenure own, int replica, TimeSpan reveal)
    {
        var round = record.Context;
        try
        {
            var now = await contract.RoundAsync((int)round.Group, cancellationToken: _leaving.Token);
            if (now.IsSettled || (now.Checkpoint, now.Attempt) != ((int)round.Checkpoint, (int)round.Attempt))
            {
                return true;
            }

            if (now.ClosedAt is { } closed && now.Committed.Contains(replica))
            {
                _services.Loop.Post(() => Complete(now, closed + reveal));
            }

            return false;
        }
        catch (EthereumException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), "asking the chain for the round", fault.Message);
            return false;
        }

        void Complete(GroupRound now, DateTimeOffset revealDeadline)
        {
            if (!now.Revealed.Contains(replica))
            {
                Try(new Duty.Reveal(_job, record, own), _block);
            }
            else if ((now.Revealed == now.Committed || _now > revealDeadline) && _now <= revealDeadline + reveal)
            {
                // If a quorum has revealed something else the chain refuses it.
                Try(new Duty.Settle(_job, round, record.Digest, now.T0), _block);
            }
        }
    }
}
