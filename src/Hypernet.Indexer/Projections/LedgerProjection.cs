using Hypernet.Indexer.Decoding;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>The double-entry ledger: one document per account, each movement out of one and into another.</summary>
internal sealed class LedgerProjection(Account treasury) : IProjection
{
    public const string Outside = "outside";
    public const string Stake = "stake";

    public string Name => Tables.Ledger.Name;

    public int Version => 1;

    public static string Free(Account user) => $"free:{user}";

    public static string Job(Account job) => $"job:{job}";

    public async ValueTask ApplyAsync(Fact fact, RowBuffer rows, CancellationToken cancellationToken)
    {
        if (fact.Event is not MarketEvent.OfCollateral { Happened: var happened }
            || Entry(happened) is not var (from, to, kind, amount)
            || amount == Amount.Zero)
        {
            return;
        }

        await ChangeAsync(rows, from, account => account with { Out = Add(account.Out, kind, amount) }, cancellationToken);
        await ChangeAsync(rows, to, account => account with { In = Add(account.In, kind, amount) }, cancellationToken);
    }

    private (string From, string To, string Kind, Amount Amount)? Entry(CollateralEvent happened) => happened switch
    {
        CollateralEvent.Deposited deposited => (Outside, Free(deposited.User), deposited.Name, deposited.Amount),
        CollateralEvent.Withdrawn withdrawn => (Free(withdrawn.User), Outside, withdrawn.Name, withdrawn.Amount),
        CollateralEvent.Skimmed skimmed => (Outside, Free(skimmed.Treasury), skimmed.Name, skimmed.Amount),
        CollateralEvent.Moved moved => Entry(moved),
        _ => null,
    };

    // Which account each kind leaves and enters: ICollateral.Movement.
    private (string From, string To, string Kind, Amount Amount) Entry(CollateralEvent.Moved moved)
    {
        var (from, to) = moved.Kind switch
        {
            Movement.Fund or Movement.Lock => (Free(moved.User), Job(moved.Job)),
            Movement.Forfeit => (Job(moved.Job), Free(treasury)),
            Movement.Backers => (Job(moved.Job), Stake),
            Movement.Stake => (Free(moved.User), Stake),
            Movement.Unstake => (Stake, Free(moved.User)),
            Movement.Slash => (Stake, Free(treasury)),
            _ => (Job(moved.Job), Free(moved.User)),
        };
        return (from, to, moved.Kind.ToString(), moved.Amount);
    }

    private static async ValueTask ChangeAsync(
        RowBuffer rows, string name, Func<LedgerAccount, LedgerAccount> change, CancellationToken cancellationToken)
    {
        var before = await rows.FindAsync(Tables.Ledger, name, cancellationToken) ?? new LedgerAccount { Name = name };
        rows.Put(Tables.Ledger, name, change(before));
    }

    // Sorted, so that the same movements make the same bytes in whatever order their kinds came first.
    private static SortedDictionary<string, Amount> Add(IReadOnlyDictionary<string, Amount> amounts, string kind, Amount amount) =>
        new(new Dictionary<string, Amount>(amounts), StringComparer.Ordinal) { [kind] = amounts.GetValueOrDefault(kind) + amount };
}
