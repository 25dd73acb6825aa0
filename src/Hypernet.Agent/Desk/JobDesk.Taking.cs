using Hypernet.Agent.Duties;
using Hypernet.Agent.Fetching;
using Hypernet.Agent.Following;
using Hypernet.Agent.Matching;
using Hypernet.Agent.Peers;
using Hypernet.Agent.Verifying;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    // After a failure it is tried again in 1, 2, 4 … blocks.
    private const int MostDoublings = 6;

    private bool _isTaking;
    private bool _isPrepared;
    private int? _enteredAfter;
    private bool _isRefused;
    private string? _reason;
    private int _failures;
    private int _minedFailures;
    private ulong _takeFrom;

    // Whether the seller is in, though the events do not tell it yet; until it is displaced.
    private bool HasEntered => _enteredAfter is { } departures && _history.State is { } job && DeparturesFrom(job) == departures;

    /// <summary>Takes a slot of an open job, or from somebody in an auction, or applies for a vacancy of one under way, if the seller wants it.</summary>
    private bool Take(JobState job, BlockHeader head, MachineShare free)
    {
        bool isDue = !_isTaking && !HasEntered && !_isRefused && head.Number >= _takeFrom;
        var opening = isDue ? OpeningOf(job, head) : null;
        if (!isDue || (opening is null && !Prepares(job)))
        {
            return false;
        }

        if (Match.Refusal(job, _services.Seller, free, _services.Options.Terms) is { } reason)
        {
            Tell(reason);
            return false;
        }

        // Who may be let in at the next block is to be reached from then on.
        JobPeers? peers;
        try
        {
            peers = opening is null ? null : PeersOf(job);
            peers?.RememberPort(Folder);
        }
        catch (NetworkException fault)
        {
            FailToTake(fault.Message);
            return false;
        }

        _isTaking = true;
        _services.Loop.Start(() => TakeAsync(job, opening, peers?.Endpoints ?? "", _minedFailures));
        return true;
    }

    /// <summary>Where the seller could enter now; null where it cannot.</summary>
    private Opening? OpeningOf(JobState job, BlockHeader head)
    {
        var own = _services.Options.Terms;
        if (job.Status is JobStatus.Open or JobStatus.Filled)
        {
            bool mayEnter = !own.ReplacementsOnly && job.FormerSellerOf(_services.Seller) is not { HasUnsigned: true };
            return !mayEnter ? null
                : job.Status == JobStatus.Filled ? Underbidding.Of(job, head.Time(), own.LeastPrice)
                : head.Time() > job.Terms.SignDeadline ? null : new Opening.Slot();
        }

        bool isLeft = job.Status == JobStatus.Frozen || job.Checkpoint < job.Terms.Checkpoints;
        if (!job.IsUnderWay || !isLeft || job.AreSeatingsSpent)
        {
            return null;
        }

        var vacancy = job.Groups.FirstOrDefault(group => group.Vacant.Count > 0 && (group.CloseBlock == 0 || head.Number < group.CloseBlock));
        return vacancy is null ? null : new Opening.Vacancy(vacancy.Id);
    }

    // Replicas wait a few blocks for applicants: who waits for vacancies has fetched everything before there is one.
    private bool Prepares(JobState job) =>
        _services.Options.Terms.ReplacementsOnly && !_isPrepared && (job.Status == JobStatus.Filled || job.IsUnderWay);

    // Sets a repetition apart whose predecessor was mined and failed.
    private static string Suffix(int failures) => failures == 0 ? "" : $"#{failures}";

    /// <summary>Enters by the opening; without one, makes ready to.</summary>
    private async Task TakeAsync(JobState job, Opening? opening, string endpoints, int minedFailures)
    {
        try
        {
            await new OnChainCheck(_services.Chain, _services.Deployment, _services.Seller).EnsureAsync(job, _services.Stopping);
            var manifest = await Files.FetchAsync(job.Terms, _services.Stopping);
            if (opening is null)
            {
                _services.Loop.Post(() => (_isTaking, _isPrepared) = (false, true));
                return;
            }

            var intent = new DutyCall(_services).Of(opening, job, endpoints);
            var receipt = await _services.Sender.SendAndWaitAsync(intent with { Key = $"{intent.Key}{Suffix(minedFailures)}" }, _services.Stopping);
            _services.Log.Done(_job.ToString(), NameOf(opening), receipt.TransactionHash.ToString(), receipt.BlockNumber);
            _services.Loop.Post(() => (_isTaking, _enteredAfter, _manifest) = (false, DeparturesFrom(job), manifest));
        }
        catch (JobRefusedException refused)
        {
            _services.Loop.Post(() => FailToTake(refused.Message, isForGood: true));
        }
        catch (JobNotReadyException fault)
        {
            _services.Loop.Post(() => FailToTake(fault.Message));
        }
        catch (ContractRevertedException refused)
        {
            bool wasMined = refused.Transaction is not null;
            _services.Loop.Post(() =>
            {
                _minedFailures += wasMined ? 1 : 0;
                FailToTake($"the contract answers {ContractError.Describe(refused.RevertData)}");
            });
        }
        catch (Exception fault) when (fault is EthereumException or ApiException)
        {
            _services.Loop.Post(() => FailToTake(fault.Message));
        }
    }

    private int DeparturesFrom(JobState job) => job.FormerSellerOf(_services.Seller)?.Departures ?? 0;

    private static string NameOf(Opening opening) => opening switch
    {
        Opening.Slot => "Sign",
        Opening.Underbid => "Underbid",
        _ => "Apply",
    };

    // What was fetched goes too: jobs that are not taken must not fill the disk.
    private void FailToTake(string reason, bool isForGood = false)
    {
        (_isTaking, _isPrepared, _isRefused) = (false, false, isForGood);
        _takeFrom = _block + (1UL << Math.Min(_failures++, MostDoublings));
        Tell(reason);
        Clear();
        if (isForGood)
        {
            ClosePeers();
        }
    }

    private void Tell(string reason)
    {
        if (reason != _reason)
        {
            _reason = reason;
            _services.Log.Refused(_job.ToString(), reason.TrimEnd('.'));
        }
    }
}
