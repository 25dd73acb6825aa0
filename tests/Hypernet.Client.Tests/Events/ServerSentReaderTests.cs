using System.IO.Pipelines;
using System.Text;
using Xunit;

namespace Hypernet.Client.Events;

public sealed class ServerSentReaderTests
{
    private const string Text = ": hello\nid: 7\nevent: JobPlaced\ndata: {\"a\":\ndata: \"ü\"}\n\nid:8\r\n\r\nevent: x\nretry: 10\nunknown\ndata:\n\nid: 9\ndata: lost";

    [Fact]
    public async Task Blocks_are_the_same_wherever_the_bytes_are_split()
    {
        byte[] bytes = Encoding.UTF8.GetBytes(Text);
        for (int split = 0; split <= bytes.Length; split++)
        {
            var pipe = new Pipe();
            await using var reader = new ServerSentReader(pipe.Reader.AsStream(), 1000);
            Task<List<string>> reading = ReadAllAsync(reader);
            await pipe.Writer.WriteAsync(bytes.AsMemory(0, split));
            await pipe.Writer.WriteAsync(bytes.AsMemory(split));
            await pipe.Writer.CompleteAsync();

            Assert.Equal(["7|JobPlaced|{\"a\":\n\"ü\"}", "8||", "|x|"], await reading);
        }
    }

    [Theory]
    [InlineData("data: ", 2000)]
    [InlineData("data: 0123456789\n", 200)]
    [InlineData("x", 2000)]
    public async Task Block_without_an_end_is_given_up_at_the_limit(string part, int times)
    {
        using var endless = new MemoryStream(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(part, times))));
        await using var reader = new ServerSentReader(endless, 1000);

        await Assert.ThrowsAsync<InvalidDataException>(async () => await reader.ReadAsync(default));
    }

    private static async Task<List<string>> ReadAllAsync(ServerSentReader reader)
    {
        var blocks = new List<string>();
        while (await reader.ReadAsync(default) is { } block)
        {
            blocks.Add($"{block.Id}|{block.Event}|{Encoding.UTF8.GetString(block.Data.Span)}");
        }

        return blocks;
    }
}
