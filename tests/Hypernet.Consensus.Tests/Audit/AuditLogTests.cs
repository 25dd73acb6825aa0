using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class AuditLogTests
{
    private static readonly ChainKey First = new(0, "");
    private static readonly ChainKey Second = new(0, "b");

    [Fact]
    public void Window_is_cut_before_gaps_and_taken_when_all_of_it_has_ended()
    {
        var (log, other) = (new AuditLog(0, 1), new AuditLog(0, 1));
        Assert.Null(log.Propose());
        log.Add(Operation(First, 0));
        log.Add(Operation(First, 2));
        log.Add(Operation(Second, 0));
        var cut = log.Propose()!;
        Assert.Equal([KeyValuePair.Create(First, 1UL), KeyValuePair.Create(Second, 1UL)], cut.Ends.OrderBy(end => end.Key));

        Assert.True(other.IsValid(cut));
        other.Add(Operation(Second, 0));
        Assert.Null(other.Take(cut));
        other.Add(Operation(First, 0));
        Assert.Equal(log.Take(cut)!.Id(default), other.Take(cut)!.Id(default));
        Assert.Equal((1, 0), (log.Count, other.Count));
        Assert.Equal(0, other.Bytes);
        Assert.False(log.IsValid(cut));
        Assert.Null(log.Propose());

        log.Add(Operation(First, 1));
        Assert.Equal(3UL, log.Propose()!.Ends[First]);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Add(Operation(First, 0)));
    }

    [Fact]
    public void Window_is_due_at_64_operations_or_64_MiB_and_holds_no_more()
    {
        var log = new AuditLog(0, 1);
        for (ulong number = 0; number < 70; number++)
        {
            Assert.Equal(number >= 64, log.IsDue);
            log.Add(Operation(First, number));
        }

        Assert.Equal(64UL, log.Propose()!.Ends[First]);
        Assert.False(log.IsValid(new AuditCut(new Dictionary<ChainKey, ulong> { [First] = 65 })));
        Assert.False(log.IsValid(new AuditCut(new Dictionary<ChainKey, ulong> { [First] = 60, [Second] = 5 })));
        Assert.False(log.IsValid(new AuditCut(new Dictionary<ChainKey, ulong>())));
        Assert.True(log.IsValid(new AuditCut(new Dictionary<ChainKey, ulong> { [First] = 60, [Second] = 4 })));

        var large = new AuditLog(0, 1);
        large.Add(Operation(First, 0, 40 << 20));
        Assert.False(large.IsDue);
        large.Add(Operation(First, 1, 40 << 20));
        Assert.True(large.IsDue);
        Assert.Equal(1UL, large.Propose()!.Ends[First]);
    }

    [Fact]
    public void Name_of_few_operations_does_not_wait_behind_one_of_many()
    {
        var log = new AuditLog(0, 1);
        log.Add(Operation(Second, 0));
        for (ulong number = 0; number < 100; number++)
        {
            log.Add(Operation(First, 99 - number));
        }

        var cut = log.Propose()!;
        Assert.Equal((63UL, 1UL), (cut.Ends[First], cut.Ends[Second]));
        Assert.Equal(64, log.Take(cut)!.Operations.Count);
        Assert.Equal(37, log.Count);
    }

    [Fact]
    public void Decision_and_refusal_leave_no_gap_and_nothing_to_judge()
    {
        AuditedOperation[] kept = [Operation(First, 0) with { IsDecision = true }, Operation(First, 1) with { Refusal = 2 }];
        var log = new AuditLog(0, 1);
        Assert.All(kept, log.Add);
        var window = log.Take(log.Propose()!)!;
        var audit = new WindowAudit(window, Fingerprints.Point(1));
        var statement = audit.State();

        Assert.True(audit.Conclude([statement], [audit.Judge([statement], (_, _) => null)]).HasPassed);
        Assert.NotEqual(window.Id(default), new AuditWindow([kept[0], kept[1] with { Refusal = 3 }], 0, 1).Id(default));
    }

    private static AuditedOperation Operation(ChainKey key, ulong number, int bytes = 0) => new()
    {
        Key = key,
        Number = number,
        Call = new OperationCall { Descriptor = new Descriptor { Kind = OperationKind.Broadcast }, Contribution = new byte[bytes] },
        Result = new OperationResult { Value = default, Contributors = SlotSet.All(1) },
    };
}
