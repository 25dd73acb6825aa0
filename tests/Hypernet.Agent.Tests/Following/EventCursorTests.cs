using Hypernet.Agent.Following;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Following;

public sealed class EventCursorTests : IDisposable
{
    private static readonly Uri Server = new("http://127.0.0.1:8600/");

    private readonly TemporaryFolder _folder = new();

    private string Path => _folder.Of("cursor");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_agent_reads_from_the_first_event()
    {
        Assert.Equal(0, new EventCursor(Path, Server).Read());
    }

    [Fact]
    public void Next_agent_reads_from_where_the_last_one_was()
    {
        var cursor = new EventCursor(Path, Server);
        cursor.Write(7);
        cursor.Write(41);

        Assert.Equal(41, new EventCursor(Path, Server).Read());
    }

    [Fact]
    public void Position_in_another_servers_order_means_nothing()
    {
        new EventCursor(Path, Server).Write(41);

        Assert.Equal(0, new EventCursor(Path, new Uri("http://127.0.0.1:8601/")).Read());
    }

    [Theory]
    [InlineData("")]
    [InlineData("41")]
    [InlineData("-3 http://127.0.0.1:8600/")]
    [InlineData("many http://127.0.0.1:8600/")]
    public void Cursor_that_a_crash_has_spoiled_starts_again(string content)
    {
        File.WriteAllText(Path, content);

        Assert.Equal(0, new EventCursor(Path, Server).Read());
    }

    [Fact]
    public void Same_position_is_not_written_again()
    {
        var cursor = new EventCursor(Path, Server);
        cursor.Write(41);
        File.Delete(Path);

        cursor.Write(41);

        Assert.False(File.Exists(Path));
    }
}
