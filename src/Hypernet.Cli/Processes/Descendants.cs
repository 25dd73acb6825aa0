using System.Globalization;

namespace Hypernet.Cli.Processes;

/// <summary>The processes below this one, by /proc.</summary>
internal static class Descendants
{
    /// <summary>Ids and names of all living descendants; processes that have ended and wait to be reaped do not count.</summary>
    public static IReadOnlyList<(int Id, string Name)> List()
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => char.IsAsciiDigit(name![0]))
            .Select(name => Read(name!)).OfType<Entry>().ToLookup(entry => entry.Parent);
        var found = new List<(int, string)>();
        Collect(Environment.ProcessId);
        return found;

        void Collect(int parent)
        {
            foreach (var entry in all[parent])
            {
                if (entry.State != 'Z')
                {
                    found.Add((entry.Id, entry.Name));
                }

                Collect(entry.Id);
            }
        }
    }

    // /proc/[pid]/stat: id (name) state parent …; the name may hold blanks and parentheses (proc(5)).
    private static Entry? Read(string id)
    {
        try
        {
            string text = File.ReadAllText($"/proc/{id}/stat");
            int end = text.LastIndexOf(')');
            string[] fields = text[(end + 2)..].Split(' ', 3);
            return new Entry(int.Parse(id, CultureInfo.InvariantCulture), text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..end], fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            // It ended while we looked.
            return null;
        }
    }

    private sealed record Entry(int Id, string Name, char State, int Parent);
}
