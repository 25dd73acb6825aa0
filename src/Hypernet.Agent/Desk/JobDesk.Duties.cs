using Hypernet.Agent.Duties;
using Hypernet.Agent.Following;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    // Turns that agents of one job take at a duty that any of them can do; later ones act together.
    private const int MostTurns = 8;

    private readonly Dictionary<string, DutyAttempt> _attempts = [];

    private void Perform(JobState job, BlockHeader head)
    {
        var situation = SituationOf(job, head);
        foreach (var duty in DutyList.Of(situation))
        {
            Try(duty, head.Number);
        }
    }

    private void Try(Duty duty, ulong block)
    {
        if (!_attempts.TryGetValue(duty.Key, out var attempt))
        {
            _attempts[duty.Key] = attempt = new DutyAttempt(block);
        }

        bool isOurTurn = !duty.IsShared || (_history.State is { } job && block >= attempt.FirstSeen + (ulong)Turn(job, duty));
        if (isOurTurn && attempt.TryBegin(block))
        {
            _services.Loop.Start(() => SendAsync(duty, attempt));
        }
    }

    private Situation SituationOf(JobState job, BlockHeader head)
    {
        var tenure = OwnTenure(job);
        var group = tenure is not null && job.Groups.Count > 0 ? GroupOf(job, tenure) : null;
        return new Situation
        {
            Job = job,
            ChainId = _services.ChainId,
            Seller = _services.Seller,
            Block = head.Number,
            Now = head.Time(),
            RoundBegan = group is null ? 0 : _history.RoundBegan(group.Id),
            RecordOf = Journal.Find,
            IsHeldUp = group is not null && IsHeldUp(job, group),
            Accusation = group is not null ? OpenAccusation(job, tenure!) : null,
            AgreementOn = record => AgreementOn(job, tenure!, record),
            PledgesIn = round => _accord.PledgesIn(job, round),
        };
    }

    private int Turn(JobState job, Duty duty)
    {
        if (OwnTenure(job) is not { } own)
        {
            return MostTurns;
        }

        int? group = duty switch
        {
            Duty.Settle settle => (int)settle.Round.Group,
            Duty.SettleUnanimous unanimous => (int)unanimous.Round.Group,
            Duty.Equivocate found => found.Pledge.Group,
            Duty.Relay relay => (int)relay.Round.Group,
            Duty.Seat seat => seat.Group,
            Duty.Expel expel => expel.Accusation.Expulsion.Group,
            _ => null,
        };
        int turn = group is null ? own.Id
            : job.GroupOf(own.Rank) == group ? (job.ReplicaOf(own.Rank) + job.Checkpoint) % job.Terms.Replication
            : job.Terms.Replication + job.ReplicaOf(own.Rank);
        return Math.Min(turn, MostTurns);
    }

    private async Task SendAsync(Duty duty, DutyAttempt attempt)
    {
        string name = duty.GetType().Name;
        try
        {
            var intent = new DutyCall(_services).Of(duty) with { Key = $"{duty.Key}{attempt.Suffix}" };
            var receipt = await _services.Sender.SendAndWaitAsync(intent, _services.Stopping);
            _services.Log.Done(_job.ToString(), name, receipt.TransactionHash.ToString(), receipt.BlockNumber);
            _services.Loop.Post(() => attempt.End(isSuccess: true));
        }
        catch (ContractRevertedException refused)
        {
            // The chain knows more than we did when we decided: the next block decides anew.
            _services.Log.NotPossible(_job.ToString(), name, ContractError.Describe(refused.RevertData));
            bool wasMined = refused.Transaction is not null;
            _services.Loop.Post(wasMined ? () => attempt.End(isSuccess: false) : attempt.TryLater);
        }
        catch (EthereumException fault)
        {
            _services.Log.TriedAgain(_job.ToString(), name, fault.Message);
            _services.Loop.Post(attempt.TryLater);
        }
    }
}
