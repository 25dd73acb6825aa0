using Hypernet.Agent.Checkpoints;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Checkpoints;

public sealed class CheckpointJournalTests : IDisposable
{
    private static readonly Account Job = Account.Parse("0x00000000000000000000000000000000000000aa");

    private readonly string _folder = Directory.CreateTempSubdirectory("hypernet-journal-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Record_is_found_again_by_a_new_journal()
    {
        var record = Record(1, "result", "state");
        await KeepAsync(record, "result", "state");

        Assert.Equal(record, new CheckpointJournal(_folder).Find(record.Context));
    }

    [Fact]
    public async Task Round_never_gets_a_second_record()
    {
        var first = Record(1, "result", "state");
        await KeepAsync(first, "result", "state");

        var counts = await KeepAsync(Record(1, "other", "state"), "other", "state");

        Assert.Equal(first, counts);
        Assert.Equal("result", await File.ReadAllTextAsync(new CheckpointJournal(_folder).ResultPath(first.Context)));
    }

    [Fact]
    public async Task Attempts_are_rounds_of_their_own()
    {
        var first = Record(1, "result", "state");
        await KeepAsync(first, "result", "state");
        var second = Record(1, "other", "state", attempt: 1);

        Assert.Equal(second, await KeepAsync(second, "other", "state"));
    }

    [Fact]
    public async Task Result_without_a_record_does_not_count()
    {
        var record = Record(1, "result", "state");
        var journal = new CheckpointJournal(_folder);
        await File.WriteAllTextAsync(journal.ResultPath(record.Context), "left by a killed process");

        Assert.Null(journal.Find(record.Context));
        Assert.Equal(record, await KeepAsync(record, "result", "state"));
        Assert.Equal("result", await File.ReadAllTextAsync(journal.ResultPath(record.Context)));
    }

    [Fact]
    public async Task Pruning_keeps_the_settled_round_and_the_one_before()
    {
        for (uint checkpoint = 1; checkpoint <= 4; checkpoint++)
        {
            await KeepAsync(Record(checkpoint, "result", "state"), "result", "state");
        }

        var journal = new CheckpointJournal(_folder);
        journal.Prune(4);

        Assert.Equal([false, false, true, true], new uint[] { 1, 2, 3, 4 }.Select(number => journal.Find(Round(number, 0)) is not null));
    }

    private static RoundContext Round(uint checkpoint, uint attempt) => new(31337, Job, checkpoint, attempt, 2);

    private static CheckpointRecord.Reached Record(uint checkpoint, string result, string state, uint attempt = 0) => new CheckpointRecord.Reached(
        Round(checkpoint, attempt), 0, Transcript.Start(Job, checkpoint, 2), Bytes32.Sha256(Bytes(result)), Bytes32.Sha256(Bytes(state)));

    private static byte[] Bytes(string text) => System.Text.Encoding.UTF8.GetBytes(text);

    private Task<CheckpointRecord> KeepAsync(CheckpointRecord record, string result, string state) =>
        new CheckpointJournal(_folder).KeepAsync(record, Bytes(result), Bytes(state), CancellationToken.None);
}
