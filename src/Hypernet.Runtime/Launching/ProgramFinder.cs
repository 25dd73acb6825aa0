namespace Hypernet.Runtime.Launching;

/// <summary>Finds programs as a shell does, so that one that is missing is one clear error and not that of every rank.</summary>
internal static class ProgramFinder
{
    private const int CannotExecute = 126;
    private const int NotFound = 127;
    private const UnixFileMode Executable = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The path of a program.</summary>
    /// <param name="name">A path, relative to the folder, or a name on PATH.</param>
    /// <param name="folder">The folder that it will start in.</param>
    /// <exception cref="LaunchException">It is not there, or no program.</exception>
    public static string Find(string name, string folder)
    {
        if (name.Contains('/', StringComparison.Ordinal))
        {
            string path = Path.GetFullPath(name, folder);
            return (File.Exists(path), Directory.Exists(path)) switch
            {
                (true, _) when IsExecutable(path) => path,
                (true, _) => throw new LaunchException(CannotExecute, $"{name} is not executable", "chmod +x it, or put its interpreter before it"),
                (_, true) => throw new LaunchException(CannotExecute, $"{name} is a folder, not a program"),
                _ => throw Missing(name),
            };
        }

        return Search(name) ?? throw Missing(name);
    }

    /// <summary>The path of a program on PATH; null if it is not there.</summary>
    public static string? Search(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin").Split(':')
        .Where(folder => Path.IsPathRooted(folder))
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(path => File.Exists(path) && IsExecutable(path));

    private static LaunchException Missing(string name) =>
        new(NotFound, $"there is no program {name}", "the program and its arguments follow a --: hypernet run -n 4 -- PROGRAM ARGS");

    private static bool IsExecutable(string path) => (File.GetUnixFileMode(path) & Executable) != 0;
}
