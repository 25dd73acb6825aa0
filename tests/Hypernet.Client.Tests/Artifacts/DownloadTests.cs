using System.Security.Cryptography;
using System.Text;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Client.Artifacts;

public sealed class DownloadTests
{
    private const string Text = "0123456789";
    private static readonly ArtifactId Name = ArtifactId.FromBytes(SHA256.HashData(Encoding.ASCII.GetBytes(Text)));
    private static readonly HypernetClientOptions Options = new() { ShortestDelay = TimeSpan.FromMilliseconds(1), Patience = TimeSpan.FromSeconds(20) };

    [Fact]
    public async Task Lost_connection_is_resumed_where_it_broke_off()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Answer("200 OK\nContent-Length: 10", Text[..4]),
            ScriptedServer.Answer("206 Partial Content\nContent-Length: 6\nContent-Range: bytes 4-9/10", Text[4..7]),
            ScriptedServer.Answer("206 Partial Content\nContent-Length: 3\nContent-Range: bytes 7-9/10", Text[7..]));
        using var client = new HypernetClient(server.Url, Options);

        byte[]? bytes = await client.ReadArtifactAsync(Name, 10);

        Assert.Equal(Text, Encoding.ASCII.GetString(bytes!));
        Assert.DoesNotContain("Range:", server.Requests[0], StringComparison.Ordinal);
        Assert.Contains("Range: bytes=4-\n", server.Requests[1], StringComparison.Ordinal);
        Assert.Contains("Range: bytes=7-\n", server.Requests[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("200 OK\nContent-Length: 10")]
    [InlineData("206 Partial Content\nContent-Length: 10\nContent-Range: bytes 0-9/10")]
    [InlineData("206 Partial Content\nContent-Length: 10")]
    public async Task Server_that_resumes_elsewhere_is_not_believed(string head)
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("200 OK\nContent-Length: 10", Text[..4]), ScriptedServer.Answer(head, Text));
        using var client = new HypernetClient(server.Url, Options);

        await Assert.ThrowsAsync<AnswerNotUnderstoodException>(() => client.ReadArtifactAsync(Name, 10));
    }

    [Fact]
    public async Task Body_without_an_end_stops_at_the_limit_and_leaves_no_file()
    {
        await using var server = new ScriptedServer(async (connection, end) =>
        {
            await ScriptedServer.Answer("200 OK")(connection, end);
            while (true)
            {
                await connection.WriteAsync(new byte[1000], end);
            }
        });
        using var client = new HypernetClient(server.Url, Options);
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<ArtifactTooLargeException>(() => client.GetArtifactAsync(Name, folder.Of("copy"), 10_000));

        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public async Task Wrong_bytes_leave_the_file_that_was_there_before()
    {
        await using var server = new ScriptedServer(ScriptedServer.Answer("200 OK\nContent-Length: 10", "1123456789"));
        using var client = new HypernetClient(server.Url, Options);
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Of("copy"), "before");

        await Assert.ThrowsAsync<ArtifactMismatchException>(() => client.GetArtifactAsync(Name, folder.Of("copy"), 10));

        Assert.Equal("before", await File.ReadAllTextAsync(folder.Of("copy")));
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("g000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("00000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("../0000000000000000000000000000000000000000000000000000000000000")]
    public void Text_that_is_no_sha256_names_no_artifact(string text)
    {
        Assert.False(ArtifactId.TryParse(text, out _));
        Assert.Throws<FormatException>(() => ArtifactId.Parse(text));
    }

    [Fact]
    public void Name_has_one_form()
    {
        string digits = Name.ToString();

        Assert.Equal(Name, ArtifactId.Parse("0x" + digits.ToUpperInvariant()));
        Assert.Equal(Name, ArtifactId.FromBytes(Name.ToBytes()));
        Assert.Equal(default, ArtifactId.Parse(new string('0', 64)));
    }
}
