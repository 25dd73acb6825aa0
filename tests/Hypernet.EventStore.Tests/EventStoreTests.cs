namespace Hypernet.EventStore;

/// <summary>What every store does alike.</summary>
public abstract class EventStoreTests : IAsyncLifetime
{
    private IEventStore _store = null!;

    public async Task InitializeAsync() => _store = await OpenAsync();

    public async Task DisposeAsync() => await _store.DisposeAsync();

    [Fact]
    public async Task Positions_count_from_one_without_gaps()
    {
        await Sample.FillAsync(_store, 2);
        await Sample.CommitAsync(_store, async transaction => await transaction.RevertAsync());
        await Sample.CommitAsync(_store, async transaction => await transaction.FinalizeAsync(1));

        var entries = await _store.ReadAsync(0, 100);

        Assert.Equal(Enumerable.Range(1, 8).Select(position => (long)position), entries.Select(entry => entry.Position));
        Assert.Equal(8, await _store.GetPositionAsync());
        Assert.Equal(
            ["BlockApplied", "Log", "Log", "BlockApplied", "Log", "Log", "BlockReverted", "Finalized"],
            entries.Select(entry => entry.GetType().Name));
    }

    [Fact]
    public async Task What_is_read_is_what_was_written()
    {
        var child = ContractAddress.Parse("0x00000000000000000000000000000000000000cc");
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.ApplyAsync(Sample.Block(1), BlockState.Canonical);
            await transaction.AppendAsync(Sample.Log(3, data: 9), Sample.JobStream);
            await transaction.DiscoverAsync(child);
        });

        var entries = await _store.ReadAsync(0, 100);

        Assert.Equal(new Entry.BlockApplied(1, Sample.Block(1)), entries[0]);
        var log = Assert.IsType<Entry.Log>(entries[1]);
        Assert.Equal(Sample.Block(1), log.Block);
        Assert.Equal((3, Sample.Job), (log.Content.Index, log.Content.Address));
        Assert.Equal(Sample.Log(3).Transaction, log.Content.Transaction);
        Assert.Equal(Sample.Log(3).Topics, log.Content.Topics);
        Assert.Equal([9, 0, 9], log.Content.Data.ToArray());
        Assert.Equal(new Entry.ChildDiscovered(3, Sample.Block(1), child), entries[2]);
    }

    [Fact]
    public async Task Pages_are_bounded_and_resume_where_the_last_one_ended()
    {
        await Sample.FillAsync(_store, 5);

        var positions = new List<long>();
        for (var page = await _store.ReadAsync(0, 4); page.Count > 0; page = await _store.ReadAsync(positions[^1], 4))
        {
            Assert.True(page.Count <= 4);
            positions.AddRange(page.Select(entry => entry.Position));
        }

        Assert.Equal(Enumerable.Range(1, 15).Select(position => (long)position), positions);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _store.ReadAsync(0, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _store.ReadAsync(0, IEventReader.MaximumLimit + 1));
    }

    [Fact]
    public async Task Transaction_that_is_not_committed_leaves_nothing()
    {
        await Sample.FillAsync(_store, 1);
        string before = await Sample.DescribeAsync(_store);
        await using (var transaction = await _store.BeginAsync(Durability.Full))
        {
            await Sample.ApplyAsync(transaction, Sample.Block(2));
            Assert.Equal(6, transaction.Position);
        }

        Assert.Equal(before, await Sample.DescribeAsync(_store));
        Assert.Equal(3, await _store.GetPositionAsync());
        await Sample.CommitAsync(_store, transaction => Sample.ApplyAsync(transaction, Sample.Block(2)));
        Assert.Equal(6, await _store.GetPositionAsync());
    }

    [Fact]
    public async Task Reader_sees_nothing_of_a_transaction_before_it_is_committed()
    {
        await Sample.FillAsync(_store, 1);
        await using var transaction = await _store.BeginAsync(Durability.Full);
        await Sample.ApplyAsync(transaction, Sample.Block(2));

        Assert.Equal(3, await _store.GetPositionAsync());
        Assert.Equal(3, (await _store.ReadAsync(0, 100)).Count);
        Assert.Equal(1, (await _store.FindCanonicalAsync(9))!.Block.Number);

        await transaction.CommitAsync();
        Assert.Equal(6, (await _store.ReadAsync(0, 100)).Count);
    }

    [Fact]
    public async Task Readers_beside_a_busy_writer_see_no_hole_and_no_half_block()
    {
        await Sample.CommitAsync(_store, async transaction => await transaction.ResetProjectionAsync(Sample.Projection, 1));
        const int Height = 120;
        var writing = Task.Run(async () =>
        {
            for (long number = 1; number <= Height; number++)
            {
                await Sample.CommitAsync(_store, transaction => Sample.ApplyAsync(transaction, Sample.Block(number)));
            }
        });

        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            long position = 0;
            while (position < 3 * Height)
            {
                await _store.WaitAsync(position);
                var page = await _store.ReadAsync(position, 1000);
                Assert.Equal(Enumerable.Range(1, page.Count).Select(step => position + step), page.Select(entry => entry.Position));
                position += page.Count;
                Assert.Equal(0, position % 3);
                var rows = await _store.QueryAsync(new RowQuery(Sample.Projection) { Terms = ["kind=block"], Limit = 1000 });
                Assert.Equal(rows.Position / 3, rows.Rows.Count);
            }
        }));

        await Task.WhenAll([writing, .. readers]).WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Block_that_is_there_already_changes_nothing()
    {
        await Sample.FillAsync(_store, 2);

        await Sample.CommitAsync(_store, async transaction =>
        {
            Assert.False(await transaction.ApplyAsync(Sample.Block(1), BlockState.Canonical));
            Assert.False(await transaction.ApplyAsync(Sample.Block(2), BlockState.Final));
        });

        Assert.Equal(6, await _store.GetPositionAsync());
    }

    [Fact]
    public async Task Block_must_follow_the_newest_one()
    {
        await Sample.FillAsync(_store, 2);
        await using var transaction = await _store.BeginAsync(Durability.Full);

        foreach (var block in new[] { Sample.Block(2, 'b'), Sample.Block(4), Sample.Block(3, 'b') })
        {
            var fault = await Assert.ThrowsAsync<BlockOrderException>(
                async () => await transaction.ApplyAsync(block, BlockState.Canonical));
            Assert.Equal((block, Sample.Block(2)), (fault.Block, fault.Tip));
        }

        await Assert.ThrowsAsync<BlockOrderException>(async () => await transaction.ApplyAsync(Sample.Block(9), BlockState.Final));
        await transaction.FinalizeAsync(2);
        Assert.True(await transaction.ApplyAsync(Sample.Block(9), BlockState.Final));
    }

    [Fact]
    public async Task Log_belongs_to_a_block_of_its_transaction_and_follows_the_log_before_it()
    {
        await using var transaction = await _store.BeginAsync(Durability.Full);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.AppendAsync(Sample.Log(0), Sample.JobStream));
        await transaction.ApplyAsync(Sample.Block(1), BlockState.Canonical);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.LinkAsync(Sample.JobStream));
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.DiscoverAsync(Sample.Job));
        await transaction.AppendAsync(Sample.Log(1), Sample.JobStream);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await transaction.AppendAsync(Sample.Log(1), Sample.JobStream));
    }

    [Fact]
    public async Task Stream_counts_its_own_logs_and_loses_those_of_a_reverted_block()
    {
        await Sample.FillAsync(_store, 3);
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.RevertAsync();
            await Sample.ApplyAsync(transaction, Sample.Block(3, 'b', parentBranch: 'a'));
        });

        var job = await _store.ReadStreamAsync(Sample.JobStream, 0, 100);
        var seller = await _store.ReadStreamAsync(Sample.SellerStream, 1, 1);

        Assert.Equal([1, 2, 3, 4, 5, 6], job.Select(happened => happened.Version));
        Assert.Equal([1, 1, 2, 2, 3, 3], job.Select(happened => happened.Entry.Block.Number));
        Assert.Equal(Sample.Hash('b', 3), job[^1].Entry.Block.Hash);
        Assert.Equal((2, 2, 1), (seller.Single().Version, seller[0].Entry.Block.Number, seller[0].Entry.Content.Index));
        Assert.Empty(await _store.ReadStreamAsync(StreamName.Of("token", Sample.Job), 0, 100));
    }

    [Fact]
    public async Task Append_to_a_stream_at_another_version_is_refused()
    {
        await Sample.FillAsync(_store, 1);
        await using var transaction = await _store.BeginAsync(Durability.Full);
        await transaction.ApplyAsync(Sample.Block(2), BlockState.Canonical);

        var fault = await Assert.ThrowsAsync<StreamVersionException>(
            async () => await transaction.AppendAsync(Sample.Log(0), Sample.JobStream, ExpectedVersion.NoStream));
        Assert.Equal((Sample.JobStream, 2), (fault.Stream, fault.Found));
        await Assert.ThrowsAsync<StreamVersionException>(
            async () => await transaction.AppendAsync(Sample.Log(0), Sample.JobStream, ExpectedVersion.Exactly(1)));

        Assert.Equal(5, await transaction.AppendAsync(Sample.Log(0), Sample.JobStream, ExpectedVersion.Exactly(2)));
        await transaction.LinkAsync(Sample.SellerStream, ExpectedVersion.Exactly(1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Reverting_restores_the_state_of_the_block_below(int depth)
    {
        await Sample.FillAsync(_store, 3);
        string before = await Sample.DescribeAsync(_store);
        for (int number = 4; number < 4 + depth; number++)
        {
            await Sample.CommitAsync(_store, transaction => Sample.ApplyAsync(transaction, Sample.Block(number)));
        }

        await Sample.CommitAsync(_store, async transaction =>
        {
            for (int number = 3 + depth; number > 3; number--)
            {
                Assert.Equal(Sample.Block(number), (await transaction.RevertAsync())!.Block);
            }
        });

        Assert.Equal(before, await Sample.DescribeAsync(_store));
        Assert.Equal(BlockState.Reverted, (await _store.FindBlockAsync(Sample.Hash('a', 4)))!.State);
        Assert.Equal(3 * (3 + depth) + depth, await _store.GetPositionAsync());
    }

    [Fact]
    public async Task Branch_that_comes_back_is_applied_again_with_new_positions()
    {
        await Sample.FillAsync(_store, 2);
        string before = await Sample.DescribeAsync(_store);
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.RevertAsync();
            await Sample.ApplyAsync(transaction, Sample.Block(2, 'b', parentBranch: 'a'));
        });
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.RevertAsync();
            await Sample.ApplyAsync(transaction, Sample.Block(2));
        });

        Assert.Equal(before, await Sample.DescribeAsync(_store));
        Assert.Equal(
            [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14],
            (await _store.ReadAsync(0, 100)).Select(entry => entry.Position));

        await Sample.CommitAsync(_store, async transaction => await transaction.FinalizeAsync(2));
        Assert.Equal([1, 2, 3, 12, 13, 14], (await _store.ReadAsync(0, 100, Horizon.Finalized)).Select(entry => entry.Position));
    }

    [Fact]
    public async Task Reader_at_the_final_horizon_sees_final_blocks_only()
    {
        await Sample.FillAsync(_store, 3);
        Assert.Empty(await _store.ReadAsync(0, 100, Horizon.Finalized));

        await Sample.CommitAsync(_store, async transaction => Assert.True(await transaction.FinalizeAsync(2)));

        Assert.Equal([1, 2, 3, 4, 5, 6], (await _store.ReadAsync(0, 100, Horizon.Finalized)).Select(entry => entry.Position));
        Assert.Equal(2, (await _store.FindFinalAsync())!.Block.Number);
        Assert.Equal(BlockState.Canonical, (await _store.FindCanonicalAsync(3))!.State);
        await Sample.CommitAsync(_store, async transaction => Assert.False(await transaction.FinalizeAsync(2)));
    }

    [Fact]
    public async Task Revert_below_finality_leaves_rows_to_be_replayed()
    {
        await Sample.FillAsync(_store, 4);
        await Sample.CommitAsync(_store, async transaction => await transaction.FinalizeAsync(3));
        await Sample.CommitAsync(_store, async transaction =>
        {
            Assert.Equal(BlockState.Canonical, (await transaction.RevertAsync())!.State);
            Assert.Equal(BlockState.Final, (await transaction.RevertAsync())!.State);
            await transaction.ResetProjectionAsync(Sample.Projection, 1);
            var kept = await transaction.ReadCanonicalAsync(0, 100);
            foreach (var block in kept.OfType<Entry.BlockApplied>())
            {
                await transaction.ReplayAsync(block.Block);
                await Sample.CountAsync(transaction, block.Block.Hash, kept.OfType<Entry.Log>().Count(log => log.Block == block.Block));
            }
        });

        await using var clean = await OpenAsync();
        await Sample.FillAsync(clean, 2);
        await Sample.CommitAsync(clean, async transaction => await transaction.FinalizeAsync(2));
        Assert.Equal(await Sample.DescribeAsync(clean), await Sample.DescribeAsync(_store));
    }

    [Fact]
    public async Task Replayed_rows_of_a_block_that_is_not_final_can_be_undone()
    {
        await Sample.FillAsync(_store, 2);
        string after = await Sample.DescribeAsync(_store);
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.ResetProjectionAsync(Sample.Projection, 2);
            foreach (long number in new long[] { 1, 2 })
            {
                await transaction.ReplayAsync(Sample.Block(number));
                await Sample.CountAsync(transaction, Sample.Hash('a', number), 2);
            }
        });
        Assert.Equal(after, await Sample.DescribeAsync(_store));
        Assert.Equal([new ProjectionInfo(Sample.Projection, 2, 6)], await _store.ReadProjectionsAsync());

        await Sample.CommitAsync(_store, async transaction => await transaction.RevertAsync());
        Assert.Equal($"{(int)'a'}:1x2;", Sample.Text(await _store.FindRowAsync(Sample.Projection, "history")));
        Assert.Null(await _store.FindRowAsync(Sample.Projection, Sample.Hash('a', 2).ToString()));
    }

    [Fact]
    public async Task Row_needs_a_block_and_a_known_projection()
    {
        await using var transaction = await _store.BeginAsync(Durability.Full);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.PutRowAsync(Sample.Row("key", "1")));
        await transaction.ApplyAsync(Sample.Block(1), BlockState.Canonical);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await transaction.PutRowAsync(Sample.Row("key", "1")));
        await transaction.ResetProjectionAsync(Sample.Projection, 1);
        await Assert.ThrowsAsync<ArgumentException>(async () => await transaction.PutRowAsync(Sample.Row("key", "1", 0, "a\nb")));
        await transaction.PutRowAsync(Sample.Row("key", "1"));
        Assert.Equal("1", Sample.Text(await transaction.FindRowAsync(Sample.Projection, "key")));
    }

    [Fact]
    public async Task Rows_are_found_by_all_of_their_terms_page_by_page()
    {
        await Sample.CommitAsync(_store, async transaction =>
        {
            await transaction.ResetProjectionAsync(Sample.Projection, 1);
            await transaction.ApplyAsync(Sample.Block(1), BlockState.Canonical);
            for (int number = 0; number < 20; number++)
            {
                string parity = number % 2 == 0 ? "even" : "odd";
                string third = number % 3 == 0 ? "third" : "other";
                await transaction.PutRowAsync(Sample.Row($"k{number:00}", "old", number / 2, parity, third, "stale"));
                await transaction.PutRowAsync(Sample.Row($"k{number:00}", "new", number / 2, parity, third));
            }
        });

        var query = new RowQuery(Sample.Projection) { Terms = ["even", "third"], Limit = 2 };
        Assert.Equal(["k18", "k12", "k06", "k00"], await KeysAsync(query));
        Assert.Equal(["k00", "k06", "k12", "k18"], await KeysAsync(query with { NewestFirst = false }));
        Assert.Equal(20, (await KeysAsync(new RowQuery(Sample.Projection) { Limit = 3 })).Count);
        Assert.Empty(await KeysAsync(query with { Terms = ["stale"] }));
        Assert.Empty(await KeysAsync(new RowQuery("nothing")));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await _store.QueryAsync(query with { Limit = 0 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            async () => await _store.QueryAsync(query with { Terms = [.. Enumerable.Repeat("even", 9)] }));
    }

    [Fact]
    public async Task Feed_wakes_waiting_readers_after_a_commit_and_ends_with_the_store()
    {
        var first = _store.WaitAsync(0).AsTask();
        Assert.False(first.IsCompleted);
        var later = _store.WaitAsync(3).AsTask();
        using var stop = new CancellationTokenSource();
        var stopped = _store.WaitAsync(100, stop.Token).AsTask();

        await Sample.FillAsync(_store, 1);
        Assert.Equal(3, await first.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(later.IsCompleted);
        Assert.Equal(3, await _store.WaitAsync(2));

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped);
        await _store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => later);
    }

    [Fact]
    public async Task Second_transaction_waits_for_the_first()
    {
        var first = await _store.BeginAsync(Durability.Full);
        var second = _store.BeginAsync(Durability.Full).AsTask();
        await first.ApplyAsync(Sample.Block(1), BlockState.Canonical);
        Assert.False(second.IsCompleted);

        await first.CommitAsync();
        await using var transaction = await second.WaitAsync(TimeSpan.FromSeconds(5));

        Assert.Equal(1, transaction.Position);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await first.CommitAsync());
    }

    protected abstract ValueTask<IEventStore> OpenAsync();

    private async Task<List<string>> KeysAsync(RowQuery query)
    {
        var keys = new List<string>();
        for (RowCursor? after = null; ;)
        {
            var page = await _store.QueryAsync(query with { After = after });
            Assert.True(page.Rows.Count <= query.Limit);
            keys.AddRange(page.Rows.Select(row => row.Key));
            if ((after = page.Next) is null)
            {
                return keys;
            }
        }
    }
}
