using System.Collections.Immutable;
using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>What the program of a rank finds in its environment, beside what this process has.</summary>
internal static class RankEnvironment
{
    private const string PythonPath = "PYTHONPATH";

    // One thread a rank: the ranks are what is parallel. And a line that a killed rank has written is not lost.
    private static readonly ImmutableArray<(string Name, string Value)> Defaults =
        [("OMP_NUM_THREADS", "1"), ("OPENBLAS_NUM_THREADS", "1"), ("MKL_NUM_THREADS", "1"), ("PYTHONUNBUFFERED", "1")];

    /// <summary>Completes the environment that a rank inherits.</summary>
    public static void Fill(IDictionary<string, string?> environment, LocalSeat seat, string socketPath, LocalRunOptions options)
    {
        environment["HYPERNET_SOCKET"] = socketPath;
        environment["HYPERNET_RANK"] = seat.Rank.ToString(CultureInfo.InvariantCulture);
        environment["HYPERNET_SIZE"] = options.Ranks.ToString(CultureInfo.InvariantCulture);
        if (seat.Replica is { } replica)
        {
            environment["HYPERNET_REPLICA"] = replica.ToString(CultureInfo.InvariantCulture);
        }

        if (options.InputFolders.Length > 0)
        {
            environment["HYPERNET_INPUT"] = options.InputFolders[seat.Rank];
        }

        environment[PythonPath] = environment.TryGetValue(PythonPath, out string? path) && path?.Length > 0
            ? $"{Bindings.PythonFolder}:{path}"
            : Bindings.PythonFolder;
        environment["HYPERNET_C"] = Bindings.CFolder;
        foreach (var (name, value) in Defaults)
        {
            environment.TryAdd(name, value);
        }
    }
}
