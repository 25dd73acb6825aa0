using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Market;

public sealed class RowPartitionTests
{
    [Fact]
    public void Csv_parts_keep_the_header_and_differ_by_at_most_one_record()
    {
        Assert.Equal(
            ["a,b\n1,2\n3,4\n", "a,b\n5,6\n", "a,b\n7,8"],
            Cut("a,b\n1,2\n3,4\n5,6\n7,8", RowFormat.Csv, 3));
    }

    [Fact]
    public void Json_lines_have_no_header()
    {
        Assert.Equal(["{}\r\n[]\r\n", "1\r\n"], Cut("{}\r\n[]\r\n1\r\n", RowFormat.JsonLines, 2));
    }

    [Fact]
    public void Empty_lines_are_no_records()
    {
        Assert.Equal(["h\n\n1\n\r\n", "h\n2\n\n"], Cut("h\n\n1\n\r\n2\n\n", RowFormat.Csv, 2));
    }

    [Fact]
    public void Groups_without_records_get_the_header_alone()
    {
        Assert.Equal(["h\n1\n", "h\n", "h\n"], Cut("h\n1\n", RowFormat.Csv, 3));
        Assert.Equal(["h", "h"], Cut("h", RowFormat.Csv, 2));
        Assert.Equal([""], Cut("", RowFormat.Csv, 1));
    }

    [Fact]
    public void A_field_that_goes_over_a_line_end_is_refused_with_its_line()
    {
        var refused = Assert.Throws<RowPartitionException>(() => Cut("h\n\"one\"\n\"two\nlines\"\n", RowFormat.Csv, 2));

        Assert.Equal(3, refused.Line);
        Assert.StartsWith("Line 3:", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shortened_file_is_noticed()
    {
        using var file = new MemoryStream(Encoding.UTF8.GetBytes("1\n2\n"));
        RowPartition rows = RowPartition.Cut(file, RowFormat.JsonLines, 2);
        file.SetLength(3);

        Assert.Throws<EndOfStreamException>(() => rows.Copy(file, 1, Stream.Null));
    }

    [Theory]
    [InlineData("a.csv", RowFormat.Csv)]
    [InlineData("data/A.CSV", RowFormat.Csv)]
    [InlineData("a.tsv", RowFormat.Csv)]
    [InlineData("a.jsonl", RowFormat.JsonLines)]
    [InlineData("a.ndjson", RowFormat.JsonLines)]
    [InlineData("a.json", null)]
    [InlineData("csv", null)]
    public void The_extension_names_the_format(string path, RowFormat? format)
    {
        Assert.Equal(format, RowPartition.FormatOf(path));
    }

    [Fact]
    public void Parts_joined_without_headers_are_the_file_whatever_its_line_ends() =>
        Prop.ForAll(
            (from parts in Gen.Choose(1, 9)
             from end in Gen.Elements("\n", "\r\n")
             from widths in Gen.Choose(0, 20).ListOf()
             select (parts, end, widths)).ToArbitrary(),
            sample =>
            {
                (int parts, string end, List<int> widths) = sample;
                string text = "h" + end + string.Concat(widths.Select((width, i) => i.ToString(CultureInfo.InvariantCulture).PadLeft(width * width, '.') + end));
                string[] cut = Cut(text, RowFormat.Csv, parts, bufferStep: 7);
                int[] records = [.. cut.Select(part => part.Split('\n').Length - 2)];
                return string.Concat(cut.Select(part => part[(1 + end.Length)..])) == text[(1 + end.Length)..]
                    && records.Max() - records.Min() <= 1
                    && records.SequenceEqual(records.OrderDescending());
            }).QuickCheckThrowOnFailure();

    private static string[] Cut(string text, RowFormat format, int parts, int bufferStep = int.MaxValue)
    {
        using var file = new SlowStream(Encoding.UTF8.GetBytes(text), bufferStep);
        RowPartition rows = RowPartition.Cut(file, format, parts);
        return [.. Enumerable.Range(0, parts).Select(part =>
        {
            using var target = new MemoryStream();
            rows.Copy(file, part, target);
            return Encoding.UTF8.GetString(target.ToArray());
        })];
    }

    // Hands out a few bytes at a time, as files on a network do.
    private sealed class SlowStream(byte[] bytes, int step) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(step, buffer.Length)]);
    }
}
