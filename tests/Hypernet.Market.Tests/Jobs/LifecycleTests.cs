using Hypernet.Testing;
using Xunit;

namespace Hypernet.Market;

/// <summary>
/// Random lives of jobs on a chain, folded and computed once more: contracts.md §9, 24. Those of tests/vectors/lifecycles,
/// or of the folder that HYPERNET_LIFECYCLES names: `npm run lifecycles` writes one and lets these tests judge it.
/// </summary>
public sealed class LifecycleTests
{
    private static readonly string Folder =
        Environment.GetEnvironmentVariable("HYPERNET_LIFECYCLES") ?? Path.Combine(Repository.Root, "tests/vectors/lifecycles");

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Folder, "*.json").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_fold_has_for_everybody_what_the_ledger_has_moved(string name)
    {
        using var lifecycle = new Lifecycle(Path.Combine(Folder, name));
        JobState? state = null;
        foreach (JobEvent happened in lifecycle.Events())
        {
            state = state is null ? Begin((JobEvent.JobPlaced)happened) : Follow(state, happened);
        }

        Assert.Equal(Amount.Zero, state!.Money.Balance);
        Assert.All(lifecycle.Nets(), end => Assert.Equal(end.Net, state.NetOf(end.Account, lifecycle.Treasury)));
    }

    private static JobState Begin(JobEvent.JobPlaced placed)
    {
        JobState state = JobState.Of(placed);
        Assert.Equal(state.EscrowOf(state.UnitPrice) * (UInt128)state.Cells(), placed.Escrow);
        return state;
    }

    /// <summary>The state after an event, whose amounts must be those that the state before asks for.</summary>
    private static JobState Follow(JobState state, JobEvent happened)
    {
        switch (happened)
        {
            case JobEvent.PriceRaised raised:
                Amount more = state.EscrowOf(raised.UnitPrice) - state.EscrowOf(state.UnitPrice);
                Assert.Equal(more * (UInt128)state.Cells(), raised.Funded);
                break;
            case JobEvent.SellerUnsigned unsigned:
                Assert.Equal(state.SlotPrice(), unsigned.Forfeited);
                break;
            case JobEvent.JobCancelled cancelled:
                Assert.Contains(cancelled.Compensation, new[] { Amount.Zero, state.SlotPrice() });
                break;
            case JobEvent.SellerFaulted faulted:
                Assert.Equal(state.PriceOf(state.Tenures[faulted.Tenure], faulted.Verdict), faulted.Amount);
                break;
            case JobEvent.SellerPaid paid:
                Assert.Contains(paid, PaymentsTo(state, state.Tenures[paid.Tenure]));
                break;
            case JobEvent.BuyerRefunded refunded:
                Assert.Equal(state.Refund(), refunded.Amount);
                break;
            default:
                break;
        }

        return state.When(happened);
    }

    /// <summary>A compensation is for the seller if it has held its slot for long, which no event tells, else for the buyer.</summary>
    private static IEnumerable<JobEvent.SellerPaid> PaymentsTo(JobState state, Tenure tenure)
    {
        JobEvent.SellerPaid due = state.ClaimOf(tenure);
        yield return due with { Compensation = state.Compensation };
        yield return due with { Rest = due.Rest + state.Compensation };
    }
}
