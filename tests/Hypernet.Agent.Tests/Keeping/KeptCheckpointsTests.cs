using Hypernet.Agent.Keeping;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Keeping;

public sealed class KeptCheckpointsTests : IDisposable
{
    private const int Giver = 3;

    private static readonly KeepingOptions Bounds = new() { JobBytes = 1000, PeerBytes = 600 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Room_is_bounded_for_each_peer_and_for_all_of_them()
    {
        var kept = Open();

        Assert.False(kept.TryTake(Giver, 601));
        Assert.True(kept.TryTake(Giver, 600));
        Assert.False(kept.TryTake(Giver, 1));
        Assert.False(kept.TryTake(4, 401));
        Assert.True(kept.TryTake(4, 400));
        Assert.False(kept.TryTake(5, 1));
        kept.Return(Giver, 600);
        Assert.False(kept.TryTake(4, 201));
        Assert.True(kept.TryTake(5, 600));
    }

    [Fact]
    public void Next_process_finds_what_is_whole_and_counts_it_for_the_job()
    {
        var record = Keep(Open(), checkpoint: 1, bytes: 200);
        string[] left = [_folder.Of("torn.record"), _folder.Of("lonely.state"), _folder.Of("lonely.state.part")];
        Array.ForEach(left, path => File.WriteAllText(path, "left by a killed process"));

        var kept = Open();

        Assert.Equal([160, 200, 200], kept.Find(record.Digest)!.Select(path => new FileInfo(path).Length));
        Assert.DoesNotContain(left, File.Exists);
        Assert.False(kept.TryTake(Giver, 441));
        Assert.True(kept.TryTake(Giver, 440));
    }

    [Fact]
    public void What_is_not_wanted_any_more_is_deleted_and_gives_its_room_back()
    {
        var kept = Open();
        var (first, second) = (Keep(kept, 1, 50), Keep(kept, 2, 50));

        kept.Retain(new HashSet<Bytes32> { second.Digest });

        Assert.Null(kept.Find(first.Digest));
        Assert.NotNull(kept.Find(second.Digest));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
        Assert.True(kept.TryTake(Giver, 600 - 260));
        Assert.False(kept.TryTake(Giver, 1));
    }

    private KeptCheckpoints Open() => new(_folder.Path, Bounds);

    private static CheckpointRecord.Reached Keep(KeptCheckpoints kept, uint checkpoint, int bytes)
    {
        byte[] part = new byte[bytes];
        var record = new CheckpointRecord.Reached(
            new RoundContext(31337, default, checkpoint, 0, 1), 0, default, Bytes32.Sha256(part), Bytes32.Sha256(part));
        long total = CheckpointRecord.Length + (2 * bytes);
        Assert.True(kept.TryTake(Giver, total));
        File.WriteAllBytes(kept.UnfinishedOf(record.Digest, CheckpointPart.Record), record.ToBytes());
        File.WriteAllBytes(kept.UnfinishedOf(record.Digest, CheckpointPart.Result), part);
        File.WriteAllBytes(kept.UnfinishedOf(record.Digest, CheckpointPart.State), part);
        kept.Keep(record, Giver, total);
        return record;
    }
}
