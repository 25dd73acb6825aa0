using System.Globalization;

namespace Hypernet.Agent.Following;

/// <summary>
/// The position in a server's order from which a restarted agent reads again: before the placement of the oldest job
/// that it has still to do with. Each server has an order of its own.
/// </summary>
internal sealed class EventCursor(string path, Uri server)
{
    private long _written = -1;

    /// <summary>The position; 0, before the first event, where none of this server is kept: that is always right, only slower.</summary>
    public long Read() =>
        File.Exists(path)
        && File.ReadAllText(path).Split(' ') is [var position, var whose]
        && whose == server.AbsoluteUri
        && long.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out long kept)
            ? kept
            : 0;

    /// <summary>Keeps a position, if it is another one.</summary>
    public void Write(long position)
    {
        if (position == _written)
        {
            return;
        }

        File.WriteAllText($"{path}.part", string.Create(CultureInfo.InvariantCulture, $"{position} {server.AbsoluteUri}"));
        File.Move($"{path}.part", path, overwrite: true);
        _written = position;
    }
}
