using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Transactions;

public sealed class TransactionJournalTests : IDisposable
{
    private static readonly JournalRecord.Opened Identity = new("", 31337, Keccak256.Hash("genesis"), Address.Parse("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"));

    private readonly TemporaryFolder _folder = new();

    private string File => Path.Combine(_folder.Path, "31337-5aaeb6053f3e94c9b9a09f33669435e7ef1beaed.journal");

    [Fact]
    public void Records_fold_to_entries_that_survive_reopening_and_rewriting()
    {
        using (var journal = new TransactionJournal(_folder.Path, Identity))
        {
            journal.Append(Signed("open", 1));
            journal.Append(Signed("raised", 2));
            journal.Append(new JournalRecord.Raised("raised", 30, 20, Keccak256.Hash("raised again")));
            journal.Append(Signed("mined", 3));
            journal.Append(new JournalRecord.Mined("mined", Keccak256.Hash("mined")));
            journal.Append(Signed("withdrawn", 4));
            journal.Append(new JournalRecord.Withdrawn("withdrawn"));
            journal.Append(Signed("replaced", 4));
            journal.Append(new JournalRecord.Replaced("replaced"));
            journal.Append(Signed("reopened", 5));
            journal.Append(new JournalRecord.Mined("reopened", Keccak256.Hash("reopened")));
            journal.Append(new JournalRecord.Reopened("reopened"));
        }

        var before = Reopen(journal => journal.Rewrite(journal.Entries));
        var after = Reopen(_ => { });

        Assert.Equal(["open", "raised", "mined", "reopened"], before.Select(entry => entry.Key));
        Assert.Equal([true, true, false, true], before.Select(entry => entry.IsOpen));
        Assert.Equal([Keccak256.Hash("raised"), Keccak256.Hash("raised again")], before[1].Hashes.AsEnumerable());
        Assert.Equal<UInt256>(30, before[1].Transaction.MaxFeePerGas);
        Assert.Equal(Keccak256.Hash("mined"), before[2].MinedAs);
        Assert.Equal(before.Select(Describe), after.Select(Describe));

        static string Describe(JournalEntry entry) =>
            $"{entry.Key} {entry.Transaction.SigningHash} {string.Join(' ', entry.Hashes)} {entry.MinedAs}";
    }

    [Fact]
    public void Record_that_its_writer_died_over_is_dropped_and_the_next_one_is_whole()
    {
        using (var journal = new TransactionJournal(_folder.Path, Identity))
        {
            journal.Append(Signed("first", 1));
        }

        System.IO.File.AppendAllText(File, "{\"kind\":\"signed\",\"key\":\"half");
        var entries = Reopen(journal => journal.Append(Signed("second", 2)));

        Assert.Equal(["first"], entries.Select(entry => entry.Key));
        Assert.Equal(["first", "second"], Reopen(_ => { }).Select(entry => entry.Key));
    }

    [Theory]
    [InlineData("{\"kind\":\"signed\",\"key\":\"half\n")]
    [InlineData("{\"kind\":\"unheard\",\"key\":\"first\"}\n")]
    [InlineData("{\"kind\":\"mined\",\"key\":\"unknown\",\"hash\":\"0x0000000000000000000000000000000000000000000000000000000000000000\"}\n")]
    [InlineData("\0\0\0\0\n")]
    public void Damaged_line_is_an_error_and_nothing_is_forgotten(string line)
    {
        Reopen(journal => journal.Append(Signed("first", 1)));
        System.IO.File.AppendAllText(File, line);
        string text = System.IO.File.ReadAllText(File);

        Assert.Throws<JournalException>(() => new TransactionJournal(_folder.Path, Identity));
        Assert.Equal(text, System.IO.File.ReadAllText(File));
    }

    [Fact]
    public void Journal_of_another_chain_with_the_same_number_is_refused()
    {
        Reopen(_ => { });

        Assert.Throws<JournalException>(() => new TransactionJournal(_folder.Path, Identity with { Genesis = Keccak256.Hash("other") }));
    }

    [Fact]
    public void Second_owner_is_refused_until_the_first_is_gone()
    {
        using (new TransactionJournal(_folder.Path, Identity))
        {
            var refusal = Assert.Throws<JournalInUseException>(() => new TransactionJournal(_folder.Path, Identity));
            Assert.Equal(Identity.Account, refusal.Account);
        }

        Assert.Empty(Reopen(_ => { }));
    }

    [Fact]
    public void Journal_asks_to_be_rewritten_when_most_of_it_is_past()
    {
        using var journal = new TransactionJournal(_folder.Path, Identity);
        int records = 0;
        while (!journal.IsOvergrown && records < 10_000)
        {
            journal.Append(Signed("key", 1));
            journal.Append(new JournalRecord.Withdrawn("key"));
            records += 2;
        }

        Assert.InRange(records, 100, 1000);
        long before = new FileInfo(File).Length;
        journal.Rewrite([]);
        Assert.False(journal.IsOvergrown);
        Assert.InRange(new FileInfo(File).Length, 1, before / 50);
    }

    public void Dispose() => _folder.Dispose();

    private static JournalRecord.Signed Signed(string key, ulong nonce) =>
        new(key, nonce, Identity.Account, 5, [1, 2, 3], 21_000, 20, 10, Keccak256.Hash(key));

    private IReadOnlyList<JournalEntry> Reopen(Action<TransactionJournal> change)
    {
        using var journal = new TransactionJournal(_folder.Path, Identity);
        change(journal);
        return journal.Entries;
    }
}
