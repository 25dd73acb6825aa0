using Hypernet.Agent.Accords;
using Hypernet.Agent.Accusations;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;

namespace Hypernet.Agent.Duties;

/// <summary>One transaction that is due in a job. Its key names the intent: asked for twice, it is sent once.</summary>
/// <remarks>What a reorg can change of the call, such as the rank of a tenure, is in the key.</remarks>
internal abstract record Duty(Account Job)
{
    /// <summary>What the intent is called in the journal of transactions.</summary>
    public string Key => $"{Job}/{Intent}";

    /// <summary>Whether any agent of the job can do it: they take turns, so that not all pay for it.</summary>
    public bool IsShared => this is Start or Arm or Cancel or Expel or Equivocate or Relay or Settle or SettleUnanimous or SettleAll or Seat or Abort;

    private protected abstract string Intent { get; }

    /// <summary>Draw the ranks.</summary>
    public sealed record Start(Account Job, ulong SeedBlock) : Duty(Job)
    {
        private protected override string Intent => $"start/{SeedBlock}";
    }

    /// <summary>Choose a block for the draw, once the auction is over, and when the hash of the one before is gone.</summary>
    public sealed record Arm(Account Job, ulong SeedBlock) : Duty(Job)
    {
        private protected override string Intent => $"arm/{SeedBlock}";
    }

    /// <summary>End a job that did not fill or start in time, so that all collateral comes back.</summary>
    public sealed record Cancel(Account Job) : Duty(Job)
    {
        private protected override string Intent => "cancel";
    }

    /// <summary>Commit the own result.</summary>
    public sealed record Commit(Account Job, CheckpointRecord Record, Tenure Tenure) : Duty(Job)
    {
        private protected override string Intent => $"commit/{Text(Record.Context)}/{Tenure.Id}/{Tenure.Rank}";
    }

    /// <summary>Show that the rank is alive though held up.</summary>
    public sealed record ShowPresence(Account Job, RoundContext Round, int Rank, DateTimeOffset T0) : Duty(Job)
    {
        private protected override string Intent => $"present/{Text(Round)}/{Rank}/{T0.ToUnixTimeSeconds()}";
    }

    /// <summary>Open the own commitment; if it is the last one of a round without fault, that settles the round.</summary>
    public sealed record Reveal(Account Job, CheckpointRecord Record, Tenure Tenure) : Duty(Job)
    {
        private protected override string Intent => $"reveal/{Text(Record.Context)}/{Tenure.Id}/{Tenure.Rank}";
    }

    /// <summary>Have a mate expelled that has altered a result.</summary>
    public sealed record Expel(Account Job, Accusation Accusation) : Duty(Job)
    {
        private protected override string Intent =>
            $"expel/{Accusation.Expulsion.Checkpoint}/{Accusation.Expulsion.Attempt}/{Accusation.Rank}/{Accusation.Expulsion.Tenure}/{Accusation.Expulsion.EvidenceHash}";
    }

    /// <summary>Have a round decided.</summary>
    public sealed record Settle(Account Job, RoundContext Round, Bytes32 Digest, DateTimeOffset T0) : Duty(Job)
    {
        private protected override string Intent => $"settle/{Text(Round)}/{Digest}/{T0.ToUnixTimeSeconds()}";
    }

    /// <summary>Show that a mate has committed on chain to something else than it had bound itself to.</summary>
    public sealed record Equivocate(Account Job, CommitPledge Pledge, Signature Signature, Bytes32 Committed) : Duty(Job)
    {
        private protected override string Intent => $"equivocate/{Pledge.Checkpoint}/{Pledge.Attempt}/{Pledge.Rank}/{Pledge.Tenure}/{Committed}";
    }

    /// <summary>Bring the commitments of mates to the chain that they have bound themselves to.</summary>
    public sealed record Relay(Account Job, RoundContext Round, IReadOnlyList<(CommitPledge Pledge, Signature Signature)> Bound) : Duty(Job)
    {
        private protected override string Intent => $"relay/{Text(Round)}/{string.Join(',', Bound.Select(bound => bound.Pledge.Rank))}";
    }

    /// <summary>Have a group's round decided by the attestations of all of it.</summary>
    public sealed record SettleUnanimous(Account Job, RoundContext Round, GroupAttestations Attestations) : Duty(Job)
    {
        private protected override string Intent => $"settle-unanimous/{Text(Round)}/{Attestations.Digest}";
    }

    /// <summary>Have the checkpoint decided by the attestations of all ranks.</summary>
    public sealed record SettleAll(Account Job, int Checkpoint, IReadOnlyList<GroupAttestations> Attestations) : Duty(Job)
    {
        private protected override string Intent => $"settle-all/{Checkpoint}/{Attestations.Sum(group => group.Signatures.Count)}";
    }

    /// <summary>Have a replacement drawn.</summary>
    public sealed record Seat(Account Job, int Group, ulong CloseBlock) : Duty(Job)
    {
        private protected override string Intent => $"seat/{Group}/{CloseBlock}";
    }

    /// <summary>End a frozen job that found no new sellers.</summary>
    public sealed record Abort(Account Job, DateTimeOffset FrozenAt) : Duty(Job)
    {
        private protected override string Intent => $"abort/{FrozenAt.ToUnixTimeSeconds()}";
    }

    /// <summary>Collect what is settled, and what is left once the job has ended.</summary>
    public sealed record Claim(Account Job, int Tenure, int SettledCells, bool HasEnded) : Duty(Job)
    {
        private protected override string Intent => $"claim/{Tenure}/{SettledCells}/{(HasEnded ? "last" : "settled")}";
    }

    /// <summary>Take back the collateral of an application that was never drawn.</summary>
    public sealed record WithdrawApplication(Account Job) : Duty(Job)
    {
        private protected override string Intent => "withdraw-application";
    }

    private static string Text(RoundContext round) => $"{round.Checkpoint}/{round.Attempt}/{round.Group}";
}
