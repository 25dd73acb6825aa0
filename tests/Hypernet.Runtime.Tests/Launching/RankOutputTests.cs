using System.Text;
using Xunit;

namespace Hypernet.Runtime.Launching;

public sealed class RankOutputTests
{
    [Fact]
    public async Task Each_line_begins_with_its_rank() =>
        Assert.Equal("[3] one\n[3] \n[3] two\n", await PassedAsync(isLabelled: true, "one\n\ntwo\n"));

    [Fact]
    public async Task Line_that_comes_in_pieces_is_passed_on_whole() =>
        Assert.Equal("[3] one two\n[3] three\n", await PassedAsync(isLabelled: true, "one ", "two\nth", "ree\n"));

    [Fact]
    public async Task Last_line_without_an_end_gets_one() =>
        Assert.Equal("[3] one\n[3] two\n", await PassedAsync(isLabelled: true, "one\ntwo"));

    [Fact]
    public async Task Line_above_the_bound_is_passed_on_in_pieces()
    {
        string piece = new('x', RankOutput.MaximumLineBytes);

        Assert.Equal($"[3] {piece}\n[3] xx\n", await PassedAsync(isLabelled: true, piece + "x", "x\n"));
    }

    [Fact]
    public async Task Lines_before_an_endless_one_stay_whole()
    {
        string long1 = new('x', RankOutput.MaximumLineBytes);

        Assert.Equal($"[3] one\n[3] {long1}\n[3] x\n", await PassedAsync(isLabelled: true, "one\n" + long1, "x"));
    }

    [Fact]
    public async Task Without_labels_bytes_are_passed_on_as_they_come() =>
        Assert.Equal("one\ntwo", await PassedAsync(isLabelled: false, "one\ntw", "o"));

    [Fact]
    public async Task Lines_of_ranks_that_write_at_once_are_never_mixed()
    {
        using var target = new MemoryStream();
        using var output = new RankOutput(isLabelled: true, () => { });
        string[] pieces = [.. Enumerable.Range(0, 200).SelectMany(line => new[] { $"line {line} ", "goes ", "on\n" })];

        await Task.WhenAll(Enumerable.Range(0, 8).Select(rank => output.PumpAsync($"{rank}", new Pieces(pieces), target, CancellationToken.None)));

        string[] lines = Encoding.ASCII.GetString(target.ToArray()).TrimEnd().Split('\n');
        for (int rank = 0; rank < 8; rank++)
        {
            Assert.Equal(Enumerable.Range(0, 200).Select(line => $"[{rank}] line {line} goes on"), lines.Where(line => line.StartsWith($"[{rank}]", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Target_that_takes_nothing_any_more_is_told_and_the_source_is_read_to_its_end()
    {
        bool isGone = false;
        using var target = new BrokenStream();
        using var output = new RankOutput(isLabelled: true, () => isGone = true);
        var source = new Pieces(["one\n", "two\n"]);

        await output.PumpAsync("3", source, target, CancellationToken.None);

        Assert.True(isGone);
        Assert.Equal(0, await source.ReadAsync(new byte[1]));
    }

    private static async Task<string> PassedAsync(bool isLabelled, params string[] pieces)
    {
        using var target = new MemoryStream();
        using var output = new RankOutput(isLabelled, () => { });
        await output.PumpAsync("3", new Pieces(pieces), target, CancellationToken.None);
        return Encoding.ASCII.GetString(target.ToArray());
    }

    /// <summary>A pipe that gives one piece at a time.</summary>
    private sealed class Pieces(IEnumerable<string> pieces) : MemoryStream
    {
        private readonly Queue<ReadOnlyMemory<byte>> _left = new(pieces.Select(piece => (ReadOnlyMemory<byte>)Encoding.ASCII.GetBytes(piece)));

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            if (!_left.TryDequeue(out var piece))
            {
                return 0;
            }

            int length = Math.Min(piece.Length, buffer.Length);
            piece[..length].CopyTo(buffer);
            if (length < piece.Length)
            {
                var rest = _left.ToArray();
                _left.Clear();
                _left.Enqueue(piece[length..]);
                Array.ForEach(rest, _left.Enqueue);
            }

            return length;
        }
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Broken pipe");
    }
}
