using Hypernet.Cli.Commands.Job;
using Hypernet.Client;
using Xunit;

namespace Hypernet.Cli.Tests.Job;

public sealed class JobProgressTests
{
    private static readonly PartitionProgressView Known = new()
    {
        Partition = 0,
        Replicas = 3,
        Reporting = 2,
        Rank = 1,
        Checkpoint = 2,
        Done = 1999,
        Total = 2000,
        AgeSeconds = 3.2,
        Residual = 1.25e-9,
        Members = 9,
        Line = "\e[2J\e]0;gone\a\u202Efdp.exe\nnext line",
    };

    private static readonly PartitionProgressView Silent = new() { Partition = 1, Replicas = 3, Reporting = 0 };

    [Fact]
    public void Table_shows_what_is_reported_and_that_nobody_verified_it()
    {
        string[] lines = Print(withLines: false);

        Assert.Contains("state  Running, checkpoint 2 of 3", lines);
        Assert.Contains(lines, line => line.StartsWith("reported, not verified, 2030-01-01 00:00:00Z", StringComparison.Ordinal));
        Assert.Equal("PARTITION  REPLICAS  CHECKPOINT  DONE  TOTAL        RESIDUAL  MEMBERS  AGE", lines[^3]);
        Assert.Equal("0          2/3       2           1999  2000   99 %  1.3e-9    9        3 s", lines[^2]);
        Assert.Equal("1          0/3", lines[^1]);
    }

    [Fact]
    public void Line_of_a_stranger_can_only_be_read()
    {
        string line = Print(withLines: true)[^2];

        Assert.EndsWith("3 s  \uFFFD[2J\uFFFD]0;gone\uFFFD\uFFFDfdp.exe next line", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public void Line_beside_the_events_names_few_partitions_and_sums_up_many()
    {
        var many = Enumerable.Range(0, 9).Select(number => Known with { Partition = number, Done = 200 * number }).Append(Silent);

        Assert.Equal("progress of partitions 0: 99 %, 1: ?, residual 1.3e-9", JobProgress.Line(View(Known, Silent)));
        Assert.Equal("progress of partitions 0 to 80 %, of 9 of 10, residual 1.3e-9", JobProgress.Line(View([.. many])));
        Assert.Equal("at most 3 s old, reported, not verified", JobProgress.Age(View(Known, Silent)));
    }

    [Fact]
    public void Nothing_is_said_beside_the_events_where_nobody_computes_or_nobody_has_said()
    {
        Assert.Null(JobProgress.Line(View(Silent)));
        Assert.Null(JobProgress.Line(View(Known) with { Status = "Completed" }));
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(1, 3, 33)]
    [InlineData(TelemetryRow.MaxCount - 1, TelemetryRow.MaxCount, 99)]
    [InlineData(TelemetryRow.MaxCount, TelemetryRow.MaxCount, 100)]
    public void Percent_is_a_hundred_only_when_all_is_done(long done, long total, long percent) =>
        Assert.Equal(percent, JobProgress.Percent(Known with { Done = done, Total = total }));

    private static string[] Print(bool withLines)
    {
        using var output = new StringWriter();
        JobProgress.Print(output, View(Known, Silent), withLines);
        return output.ToString().TrimEnd().Split('\n');
    }

    private static TelemetryView View(params IReadOnlyList<PartitionProgressView> partitions) => new()
    {
        Job = "0x0000000000000000000000000000000000000001",
        Status = "Running",
        Checkpoint = 2,
        Checkpoints = 3,
        Time = new DateTimeOffset(2030, 1, 1, 0, 0, 0, TimeSpan.Zero),
        Partitions = partitions,
    };
}
