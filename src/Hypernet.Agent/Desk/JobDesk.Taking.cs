using Hypernet.Agent.Duties;
using Hypernet.Agent.Fetching;
using Hypernet.Agent.Matching;
using Hypernet.Agent.Verifying;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private bool _isTaking;
    private bool _isRefused;
    private ulong _takenAt;

    /// <summary>Takes a slot of an open job, or applies for a vacancy of one under way, if the seller wants it.</summary>
    private void Take(JobState job, BlockHeader head, MachineShare machine)
    {
        if (_isTaking || _isRefused || _takenAt == head.Number || IsEngaged(job) || Opening(job, head) is not { } opening)
        {
            return;
        }

        if (Match.Refusal(job, machine, _services.Options.Terms) is { } reason)
        {
            Refuse(reason);
            return;
        }

        (_isTaking, _takenAt) = (true, head.Number);
        _services.Loop.Start(() => TakeAsync(job, opening));
    }

    /// <summary>Where the seller could enter now; null where it cannot.</summary>
    private Opening? Opening(JobState job, BlockHeader head)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp);
        if (job.Status == JobStatus.Open)
        {
            return _services.Options.Terms.ReplacementsOnly || now > job.Terms.SignDeadline ? null : new Opening.Slot();
        }

        bool isLeft = job.Status == JobStatus.Frozen || job.Checkpoint < job.Terms.Checkpoints;
        if (!job.IsUnderWay || !isLeft || job.Seatings >= 3 * job.Terms.Ranks)
        {
            return null;
        }

        var vacancy = job.Groups.FirstOrDefault(group => group.Vacant.Count > 0 && (group.CloseBlock == 0 || head.Number < group.CloseBlock));
        return vacancy is null ? null : new Opening.Vacancy(vacancy.Id);
    }

    private async Task TakeAsync(JobState job, Opening opening)
    {
        try
        {
            var manifest = await Files.FetchAsync(job.Terms, _services.Stopping);
            await new OnChainCheck(_services).EnsureAsync(job, _services.Stopping);
            var intent = new DutyCall(_services).Of(opening, job);
            var receipt = await _services.Sender.SendAndWaitAsync(intent, _services.Stopping);
            _services.Log.Done(_job.ToString(), opening.ToString(), receipt.TransactionHash.ToString(), receipt.BlockNumber);
            _services.Loop.Post(() => _manifest = manifest);
        }
        catch (Exception refused) when (refused is JobRefusedException or CheckFailedException)
        {
            _services.Loop.Post(() => Refuse(refused.Message));
        }
        catch (ContractRevertedException refused)
        {
            _services.Log.NotPossible(_job.ToString(), opening.ToString(), ContractError.Describe(refused.RevertData));
        }
        catch (Exception fault) when (fault is EthereumException or ApiException)
        {
            _services.Log.TriedAgain(_job.ToString(), opening.ToString(), fault.Message);
        }
        finally
        {
            _services.Loop.Post(() => _isTaking = false);
        }
    }

    private void Refuse(string reason)
    {
        _isRefused = true;
        _services.Log.Refused(_job.ToString(), reason);
    }
}
