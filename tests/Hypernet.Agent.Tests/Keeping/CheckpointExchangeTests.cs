using Hypernet.Agent.Keeping;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Keeping;

/// <summary>Group 0 has ranks 0 to 2, whose keepers are 3 and 4, 4 and 5, 5 and 3.</summary>
public sealed class CheckpointExchangeTests : IAsyncDisposable
{
    private static readonly byte[] Large = [.. Enumerable.Range(0, (2 * ParcelHead.MostBytes) + 5).Select(i => (byte)(i * 31))];

    private readonly Exchanges _ranks = new();

    public ValueTask DisposeAsync() => _ranks.DisposeAsync();

    [Fact]
    public async Task What_is_settled_is_kept_by_two_ranks_of_another_group_and_sent_to_each_once()
    {
        Array.ForEach([0, 1, 3, 4], rank => _ranks.Open(rank));
        _ranks.Compute(1, Large);
        _ranks.Settle(_ranks.Compute(0, Large));

        _ranks.Mine();
        await _ranks.WhenSaidAsync("own checkpoint 1 is kept by rank");
        await _ranks.WhenSaidAsync("own checkpoint 1 is kept by rank");
        _ranks.Mine();
        await _ranks.WhenSaidAsync("own checkpoint 1 is kept by rank 4");

        // A record, a result, and a state of three pieces.
        Assert.Equal([0, 0, 0, 5, 5, 0], _ranks.Pieces);
        Assert.All(new[] { 3, 4 }, rank => Assert.Equal([".record", ".result", ".state"], _ranks.KeptBy(rank).Select(path => Path.GetExtension(path)).Order()));
    }

    [Fact]
    public async Task Replica_that_has_lost_all_finds_the_state_at_the_keepers_when_its_mates_are_gone()
    {
        Array.ForEach([0, 3], rank => _ranks.Open(rank));
        var record = _ranks.Compute(0, Large);
        _ranks.Settle(record);
        _ranks.Mine();
        await _ranks.WhenSaidAsync("own checkpoint 1 is kept by rank 3");
        _ranks.Close(0);
        Array.ForEach([0, 1], rank => _ranks.Story.Fault(rank, Verdict.Missed));
        _ranks.Open(2);
        _ranks.Mine();

        var found = await _ranks[2].FindStateAsync(record.Digest, CancellationToken.None);

        Assert.Equal("rank 3", found.Source);
        Assert.Equal(Large, found.State);
    }

    [Fact]
    public async Task Nobody_is_shown_anything_that_is_not_settled()
    {
        _ranks.Open(0);
        _ranks.Settle(_ranks.Compute(0, [1]));
        _ranks.Story.Tell(new JobEvent.CheckpointSettled(1, 1, 0, Bytes32.Sha256("of group 1"u8), _ranks.State.Groups[1].Active, default, SettlementPath.Tally)).PassBarrier();
        var settled = _ranks.State.Groups[0].Digests[0];
        var secret = _ranks.Compute(0, [2]);
        _ranks.Mine();
        Assert.Equal([settled, settled], [(await _ranks.NextAsync()).Head.Digest, (await _ranks.NextAsync()).Head.Digest]);

        _ranks.Send(1, 0, new ParcelHead(ParcelKind.Ask, secret.Digest));
        _ranks.Send(2, 0, new ParcelHead(ParcelKind.Read, secret.Digest, CheckpointPart.State));
        for (int i = 0; i < 2; i++)
        {
            // Whoever answers this has looked at what came before.
            _ranks.Send(3, 0, new ParcelHead(ParcelKind.Ask, settled));
            Assert.Equal((0, 3, new ParcelHead(ParcelKind.Offer, settled)), await SeenAsync());
        }

        _ranks.Settle(secret);
        _ranks.Mine();
        Assert.Equal([secret.Digest, secret.Digest], [(await _ranks.NextAsync()).Head.Digest, (await _ranks.NextAsync()).Head.Digest]);
        _ranks.Send(2, 0, new ParcelHead(ParcelKind.Read, secret.Digest, CheckpointPart.State));
        Assert.Equal([2], (await _ranks.NextAsync()).Bytes);
    }

    [Fact]
    public async Task Offers_of_strangers_or_of_what_is_not_on_chain_are_not_even_asked_about()
    {
        _ranks.Open(3);
        var record = _ranks.Compute(0, [1]);
        _ranks.Mine();

        // Not settled; and then by one that is not to give to rank 3, nor has a digest that stands.
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        _ranks.Settle(record);
        _ranks.Mine();
        _ranks.Send(1, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Offer, Bytes32.Sha256("no digest"u8)));
        _ranks.Send(0, 3, new byte[300]);
        _ranks.Send(2, 3, new ParcelHead(ParcelKind.Offer, record.Digest));

        Assert.Equal((3, 2, new ParcelHead(ParcelKind.Read, record.Digest)), await SeenAsync());
        Assert.False(_ranks.ToTest.Reader.TryRead(out _));
    }

    [Fact]
    public async Task Peer_that_sends_other_bytes_is_not_believed_nor_asked_again_at_once()
    {
        var record = await OfferedAsync([7, 7, 7]);
        await AnswerAsync(CheckpointPart.Record, record.ToBytes());
        await AnswerAsync(CheckpointPart.Result, [.. "the truth"u8]);
        await AnswerAsync(CheckpointPart.State, [7, 7, 8]);
        await _ranks.WhenSaidAsync("nothing is kept of what rank 0 offers, which has sent something else than it offered");
        Assert.Empty(_ranks.KeptBy(3));

        // Within the same block it gets no hearing; who tells the truth does.
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        _ranks.Send(2, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        await AnswerAsync(CheckpointPart.Record, record.ToBytes(), from: 2);
        await AnswerAsync(CheckpointPart.Result, [.. "the truth"u8], from: 2);
        await AnswerAsync(CheckpointPart.State, [7, 7, 7], from: 2);
        Assert.Equal((3, 2, new ParcelHead(ParcelKind.Held, record.Digest)), await SeenAsync());
        Assert.Equal(3, _ranks.KeptBy(3).Count);
    }

    [Fact]
    public async Task What_a_quorum_has_settled_and_is_no_record_is_not_kept()
    {
        _ranks.Open(3);
        byte[] noRecord = new byte[CheckpointRecord.Length];
        var digest = Bytes32.Sha256(noRecord);
        _ranks.Story.Tell(new JobEvent.CheckpointSettled(0, 1, 0, digest, _ranks.State.Groups[0].Active, default, SettlementPath.Tally));
        _ranks.Mine();
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Offer, digest));

        await AnswerAsync(CheckpointPart.Record, noRecord);

        await _ranks.WhenSaidAsync("which gives something that is no record");
        Assert.Empty(_ranks.KeptBy(3));
    }

    [Fact]
    public async Task Peer_that_stalls_costs_its_own_attempt()
    {
        var record = await OfferedAsync([7]);
        for (int trial = 0; trial < 5; trial++)
        {
            Assert.Equal(new ParcelHead(ParcelKind.Read, record.Digest), (await _ranks.NextAsync()).Head);
            await WhenWaitingAsync();
            _ranks.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await _ranks.WhenSaidAsync("nothing is kept of what rank 0 offers, which does not answer");

        // What comes too late was asked for by nobody any more.
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Bytes, record.Digest, Total: CheckpointRecord.Length), record.ToBytes());
        _ranks.Send(2, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        Assert.Equal((3, 2, new ParcelHead(ParcelKind.Read, record.Digest)), await SeenAsync());
    }

    [Fact]
    public async Task More_than_there_is_room_for_is_refused_before_it_is_sent()
    {
        await using var ranks = new Exchanges { Options = new KeepingOptions { PeerBytes = CheckpointRecord.Length + 100 } };
        Array.ForEach([0, 3], rank => ranks.Open(rank));
        ranks.Settle(ranks.Compute(0, new byte[ParcelHead.MostBytes + 1]));

        ranks.Mine();

        await ranks.WhenSaidAsync("nothing is kept of what rank 0 offers, which has more than there is room for");
        Assert.Empty(ranks.KeptBy(3));

        // The first piece of the state says how long it is.
        Assert.Equal(3, ranks.Pieces[3]);
    }

    [Fact]
    public async Task The_two_latest_checkpoints_of_a_group_are_kept()
    {
        Array.ForEach([0, 3], rank => _ranks.Open(rank));
        for (byte checkpoint = 1; checkpoint <= 3; checkpoint++)
        {
            _ranks.Settle(_ranks.Compute(0, [checkpoint]));
            _ranks.Mine();
            await _ranks.WhenSaidAsync($"own checkpoint {checkpoint} is kept by rank 3");
            _ranks.Settle(_ranks.Compute(3, [checkpoint]));
            if (checkpoint < 3)
            {
                _ranks.Story.PassBarrier();
            }
        }

        _ranks.Mine();

        var latest = _ranks.State.Groups[0].Digests.Skip(1).Select(digest => $"{digest}.record").Order();
        Assert.Equal(latest, _ranks.KeptBy(3).Where(path => path.EndsWith(".record", StringComparison.Ordinal)).Select(path => Path.GetFileName(path)).Order());
    }

    [Fact]
    public async Task Search_believes_nobody_and_goes_on_to_the_next_who_has_it()
    {
        _ranks.Open(2);
        var record = _ranks.Compute(0, [7]);
        _ranks.Settle(record);
        _ranks.Mine();
        var search = _ranks[2].FindStateAsync(record.Digest, CancellationToken.None);
        var asked = new List<int>();
        for (int i = 0; i < 5; i++)
        {
            var ask = await _ranks.NextAsync();
            Assert.Equal(new ParcelHead(ParcelKind.Ask, record.Digest), ask.Head);
            asked.Add(ask.To);
        }

        Assert.Equal([0, 1, 3, 4, 5], asked.Order());
        _ranks.Send(4, 2, new ParcelHead(ParcelKind.Offer, record.Digest));
        await AnswerAsync(CheckpointPart.Record, new byte[CheckpointRecord.Length], from: 4, to: 2);
        _ranks.Send(4, 2, new ParcelHead(ParcelKind.Offer, record.Digest));
        _ranks.Send(5, 2, new ParcelHead(ParcelKind.Offer, record.Digest));
        await AnswerAsync(CheckpointPart.Record, record.ToBytes(), from: 5, to: 2);
        await AnswerAsync(CheckpointPart.State, [7], from: 5, to: 2);

        var found = await search;
        Assert.Equal("rank 5", found.Source);
        Assert.Equal([7], found.State);
    }

    [Fact]
    public async Task Search_that_nobody_answers_ends_and_says_who_was_asked()
    {
        _ranks.Open(2);
        var record = _ranks.Compute(0, [7]);
        _ranks.Settle(record);
        _ranks.Story.Fault(1, Verdict.Missed);
        _ranks.Mine();

        var search = _ranks[2].FindStateAsync(record.Digest, CancellationToken.None);
        await WhenWaitingAsync();
        _ranks.Time.Advance(TimeSpan.FromSeconds(5));

        var found = await search;
        Assert.Null(found.State);
        Assert.Equal("none of ranks 0, 3, 4, 5 offers it", found.Source);
    }

    // Rank 3 is offered by rank 0, which is the test's, what group 0 has settled.
    private Task<CheckpointRecord.Reached> OfferedAsync(byte[] state)
    {
        _ranks.Open(3);
        var record = _ranks.Compute(0, state);
        _ranks.Settle(record);
        _ranks.Mine();
        _ranks.Send(0, 3, new ParcelHead(ParcelKind.Offer, record.Digest));
        return Task.FromResult(record);
    }

    private async Task AnswerAsync(CheckpointPart part, byte[] bytes, int from = 0, int to = 3)
    {
        var asked = await _ranks.NextAsync();
        Assert.Equal((to, from, ParcelKind.Read, part), (asked.From, asked.To, asked.Head.Kind, asked.Head.Part));
        _ranks.Send(from, to, asked.Head with { Kind = ParcelKind.Bytes, Total = bytes.Length }, bytes);
    }

    private async Task<(int From, int To, ParcelHead Head)> SeenAsync()
    {
        var (from, to, head, _) = await _ranks.NextAsync();
        return (from, to, head);
    }

    private async Task WhenWaitingAsync()
    {
        while (_ranks.Time.Waiting == 0)
        {
            await Task.Yield();
        }
    }
}
