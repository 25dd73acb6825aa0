using Hypernet.Agent.Reporting;
using Hypernet.Client;
using Hypernet.Consensus;
using Xunit;

namespace Hypernet.Agent.Tests.Reporting;

public sealed class HearsayTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddYears(56);

    [Fact]
    public void Own_row_comes_first_and_then_the_youngest_of_other_partitions()
    {
        var heard = new Hearsay([Said(0, 3), Said(1, 9), Said(2, 1)], Members: 9);

        var rows = Hearsay.Rows(RankProgress.Of(2, 40, 50, Now - TimeSpan.FromSeconds(5)), partition: 1, checkpoints: 3, heard, Now);

        Assert.Equal([(1, 2, 40L, 5.0), (2, 1, 1L, 1.0), (0, 1, 3L, 3.0)], rows.Select(row => (row.Partition, row.Checkpoint, row.Done, row.AgeSeconds)));
    }

    [Fact]
    public void Who_has_said_nothing_reports_what_it_has_heard_and_who_is_alone_what_it_has_said()
    {
        Assert.Equal(0, Assert.Single(Hearsay.Rows(null, 1, 3, new Hearsay([Said(0, 3)], 2), Now)).Partition);
        Assert.Equal(1, Assert.Single(Hearsay.Rows(RankProgress.Of(1, 1, 2, Now), 1, 3, null, Now)).Partition);
        Assert.Empty(Hearsay.Rows(null, 1, 3, null, Now));
    }

    [Fact]
    public void Rows_that_a_server_would_refuse_are_left_out()
    {
        var heard = Enumerable.Range(0, 100).Select(rank => Said(rank, 1)).Append(Said(100, 0) with { Checkpoint = 4 }).Append(Said(101, 0) with { Checkpoint = 0 });

        var rows = Hearsay.Rows(RankProgress.Of(1, 1, ulong.MaxValue, Now), 7, 3, new Hearsay([.. heard], 300), Now);

        Assert.Equal(TelemetryReport.MaxRows, rows.Count);
        Assert.Equal(rows.Count, rows.Select(row => row.Partition).Distinct().Count());
        Assert.All(rows, row => Assert.True(row is { Checkpoint: 1, Total: <= TelemetryRow.MaxCount }));
    }

    private static RankReport Said(int rank, int seconds) => new(rank, 1, (ulong)seconds, 100, TimeSpan.FromSeconds(seconds));
}
