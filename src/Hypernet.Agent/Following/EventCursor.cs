using System.Globalization;

namespace Hypernet.Agent.Following;

/// <summary>
/// The position in the server's order from which a restarted agent reads again: before the placement of the oldest job
/// that it has still to do with.
/// </summary>
internal sealed class EventCursor(string path)
{
    private long _written = -1;

    /// <summary>The position; 0, the first event, without a file.</summary>
    public long Read() => File.Exists(path) ? long.Parse(File.ReadAllText(path), CultureInfo.InvariantCulture) : 0;

    /// <summary>Keeps a position, if it is another one.</summary>
    public void Write(long position)
    {
        if (position == _written)
        {
            return;
        }

        File.WriteAllText($"{path}.part", position.ToString(CultureInfo.InvariantCulture));
        File.Move($"{path}.part", path, overwrite: true);
        _written = position;
    }
}
