using System.Text;
using Hypernet.Agent.Reporting;
using Hypernet.Client;
using Xunit;

namespace Hypernet.Agent.Tests.Reporting;

public sealed class ReportTextTests
{
    [Theory]
    [InlineData("", null)]
    [InlineData(" \t\r", null)]
    [InlineData("plain", "plain")]
    [InlineData("a\tb\r\nc", "a b c")]
    [InlineData("\e[2Jgone", "\uFFFD[2Jgone")]
    [InlineData("a\u202Eb\u200Bc", "a\uFFFDb\uFFFDc")]
    [InlineData("whole \U0001F600", "whole \U0001F600")]
    public void Line_is_plain(string said, string? told) => Assert.Equal(told, ReportText.Line(said));

    [Fact]
    public void Half_a_character_is_none() => Assert.Equal("\uFFFD half \uFFFD", ReportText.Line($"{'\uDE00'} half {'\uD83D'}"));

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("\U0001F600")]
    public void Long_line_is_cut_at_a_whole_character(string character)
    {
        string told = ReportText.Line(string.Concat(Enumerable.Repeat(character, 4096 / character.Length)))!;

        Assert.InRange(Encoding.UTF8.GetByteCount(told), TelemetryReport.MaxSaidBytes - 3, TelemetryReport.MaxSaidBytes);
        Assert.Equal("", told.Replace(character, "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("\n\n", null)]
    [InlineData("one\r\ntwo\n", "one\ntwo")]
    [InlineData("bell\a", "bell\uFFFD")]
    public void Tail_is_plain(string? errors, string? told) => Assert.Equal(told, ReportText.Tail(errors));

    [Fact]
    public void Tail_has_the_last_whole_lines_that_fit()
    {
        string errors = string.Join('\n', Enumerable.Range(0, 10_000).Select(number => $"línea {number}"));

        string[] told = ReportText.Tail(errors)!.Split('\n');

        Assert.Equal($"línea {9_999 - told.Length + 1}", told[0]);
        Assert.Equal("línea 9999", told[^1]);
        Assert.InRange(Encoding.UTF8.GetByteCount(string.Join('\n', told)), TelemetryReport.MaxTailBytes - 12, TelemetryReport.MaxTailBytes);
    }

    [Fact]
    public void Tail_of_one_endless_line_is_its_end()
    {
        Assert.Equal(new string('x', TelemetryReport.MaxTailBytes), ReportText.Tail(new string('x', 100_000)));
    }

    [Theory]
    [InlineData(3, 7, 3, 7)]
    [InlineData(0, 1, 0, 1)]
    [InlineData((1UL << 53) - 1, (1UL << 53) - 1, (1L << 53) - 1, (1L << 53) - 1)]
    [InlineData(1UL << 52, 1UL << 53, 1L << 51, 1L << 52)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, (1L << 53) - 1, (1L << 53) - 1)]
    public void Count_beyond_what_JSON_holds_is_told_in_a_coarser_unit(ulong done, ulong total, long toldDone, long toldTotal)
    {
        var progress = RankProgress.Of(2, done, total, DateTimeOffset.UnixEpoch);
        var row = progress.ToRow(1, DateTimeOffset.UnixEpoch.AddSeconds(5));

        Assert.Equal(new TelemetryRow { Partition = 1, Checkpoint = 2, Done = toldDone, Total = toldTotal, AgeSeconds = 5 }, row);
    }
}
