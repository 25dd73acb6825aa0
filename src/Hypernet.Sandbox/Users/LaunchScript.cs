using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>A shell that joins control groups and sets limits, then becomes the command.</summary>
internal static class LaunchScript
{
    // $1: open files or "-"; then the join files, "--", and the command. A process that cannot join never executes it.
    // Lowering the limit of open files fails only where a lower one is in force already.
    private const string Text =
        """
        ulimit -c 0
        [ "$1" = - ] || ulimit -n "$1" 2>/dev/null
        shift
        while [ "$1" != -- ]; do echo $$ > "$1" || exit 126; shift; done
        shift
        exec "$@"
        """;

    /// <summary>The command in the shell.</summary>
    /// <param name="joinFiles">Absolute paths of files to which the process writes its id.</param>
    /// <param name="openFiles">Limit of open files; null to leave it.</param>
    /// <param name="command">Absolute path and arguments.</param>
    public static IReadOnlyList<string> Wrap(IReadOnlyList<string> joinFiles, int? openFiles, IEnumerable<string> command) =>
        ["/bin/sh", "-c", Text, "hypernet", openFiles?.ToString(CultureInfo.InvariantCulture) ?? "-", .. joinFiles, "--", .. command];
}
