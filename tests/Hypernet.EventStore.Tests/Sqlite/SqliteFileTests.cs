using Hypernet.Testing;
using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

public sealed class SqliteFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Store_is_found_again_after_it_was_closed()
    {
        string path = _folder.Of("events.db");
        string before;
        await using (var store = await SqliteEventStore.OpenAsync(path, Sample.Chain))
        {
            await Sample.FillAsync(store, 3);
            before = await Sample.DescribeAsync(store);
        }

        await using var again = await SqliteEventStore.OpenAsync(path, Sample.Chain);
        Assert.Equal(before, await Sample.DescribeAsync(again));
        Assert.Equal(9, await again.WaitAsync(8));
        await Sample.CommitAsync(again, transaction => Sample.ApplyAsync(transaction, Sample.Block(4)));
        Assert.Equal(12, await again.GetPositionAsync());
    }

    [Theory]
    [InlineData(1, 'g')]
    [InlineData(31337, 'h')]
    public async Task Store_of_another_chain_is_refused(ulong chainId, char genesis)
    {
        string path = _folder.Of("events.db");
        await (await SqliteEventStore.OpenAsync(path, Sample.Chain)).DisposeAsync();
        var asked = new ChainIdentity(chainId, Sample.Hash(genesis, 0));

        var fault = await Assert.ThrowsAsync<WrongChainException>(async () => await SqliteEventStore.OpenAsync(path, asked));

        Assert.Equal((path, asked, Sample.Chain), (fault.Store, fault.Expected, fault.Found));
    }

    [Fact]
    public async Task Second_writer_is_refused_until_the_first_is_gone()
    {
        string path = _folder.Of("events.db");
        await using (await SqliteEventStore.OpenAsync(path, Sample.Chain))
        {
            var fault = await Assert.ThrowsAsync<StoreBusyException>(async () => await SqliteEventStore.OpenAsync(path, Sample.Chain));
            Assert.True(fault.IsTransient);
        }

        await (await SqliteEventStore.OpenAsync(path, Sample.Chain)).DisposeAsync();
    }

    [Fact]
    public async Task File_that_is_no_database_is_refused_and_left_alone()
    {
        string path = _folder.Of("letter.txt");
        string text = string.Concat(Enumerable.Repeat("Dear buyer, ", 100));
        await File.WriteAllTextAsync(path, text);

        var fault = await Assert.ThrowsAsync<ForeignStoreException>(async () => await SqliteEventStore.OpenAsync(path, Sample.Chain));

        Assert.Contains("not a SQLite file", fault.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(path));
    }

    [Fact]
    public async Task Database_of_another_program_is_refused_and_left_alone()
    {
        string path = _folder.Of("other.db");
        Execute(path, "CREATE TABLE note (text TEXT)");
        byte[] before = await File.ReadAllBytesAsync(path);

        await Assert.ThrowsAsync<ForeignStoreException>(async () => await SqliteEventStore.OpenAsync(path, Sample.Chain));

        Assert.Equal(before, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task Store_of_a_newer_schema_is_refused()
    {
        string path = _folder.Of("events.db");
        await (await SqliteEventStore.OpenAsync(path, Sample.Chain)).DisposeAsync();
        Execute(path, "PRAGMA user_version = 99");

        var fault = await Assert.ThrowsAsync<ForeignStoreException>(async () => await SqliteEventStore.OpenAsync(path, Sample.Chain));

        Assert.Contains("schema 99 is newer", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task File_in_a_folder_that_is_not_there_is_a_fault_of_the_store()
    {
        var fault = await Assert.ThrowsAsync<StoreFaultException>(
            async () => await SqliteEventStore.OpenAsync(_folder.Of("missing/events.db"), Sample.Chain));

        Assert.False(fault.IsTransient);
    }

    [Fact]
    public async Task Full_disk_is_a_fault_that_leaves_the_store_as_it_was()
    {
        string path = _folder.Of("events.db");
        await using (var store = await SqliteEventStore.OpenAsync(path, Sample.Chain))
        {
            await Sample.FillAsync(store, 1);
        }

        // Stands in for a disk without room: no page may be added to the file.
        await using (var store = await SqliteEventStore.OpenAsync(path, Sample.Chain, [$"PRAGMA max_page_count = {Execute(path, "PRAGMA page_count")}"]))
        {
            await Assert.ThrowsAsync<StoreFaultException>(() => Sample.CommitAsync(store, async transaction =>
            {
                for (long number = 2; number < 2000; number++)
                {
                    await Sample.ApplyAsync(transaction, Sample.Block(number));
                }
            }));
            Assert.Equal(3, await store.GetPositionAsync());
        }

        await using var again = await SqliteEventStore.OpenAsync(path, Sample.Chain);
        await Sample.CommitAsync(again, transaction => Sample.ApplyAsync(transaction, Sample.Block(2)));
        Assert.Equal(6, await again.GetPositionAsync());
    }

    private static object? Execute(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var statement = new Statement(connection, sql);
        return statement.Scalar();
    }
}
