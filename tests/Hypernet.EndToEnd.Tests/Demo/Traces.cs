using System.Globalization;

namespace Hypernet.EndToEnd.Tests.Demo;

/// <summary>What a demo that has ended must not leave on the machine, looked for without its help.</summary>
/// <param name="Processes">Living processes that name its folder for temporary files, by command line or environment.</param>
/// <param name="Files">What lies in that folder.</param>
/// <param name="ControlGroups">Control groups with its process id.</param>
public sealed record Traces(IReadOnlyList<string> Processes, IReadOnlyList<string> Files, IReadOnlyList<string> ControlGroups)
{
    private static readonly EnumerationOptions Everywhere = new()
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    };

    /// <summary>Looks for them.</summary>
    /// <param name="demo">The demo's process id.</param>
    /// <param name="temporary">Its folder for temporary files.</param>
    public static Traces Of(int demo, string temporary) => new(
        [.. Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0]) && Names(folder, temporary))],
        [.. Directory.EnumerateFileSystemEntries(temporary)],
        [.. Directory.EnumerateDirectories("/sys/fs/cgroup", string.Create(CultureInfo.InvariantCulture, $"hypernet-demo-{demo}-*"), Everywhere)]);

    private static bool Names(string process, string folder) =>
        Read(process, "cmdline").Contains(folder, StringComparison.Ordinal) || Read(process, "environ").Contains(folder, StringComparison.Ordinal);

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked, or is another user's and none of ours.
            return "";
        }
    }
}
