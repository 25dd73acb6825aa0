using Hypernet.Benchmarks.Nist;
using Hypernet.Benchmarks.Reports;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>Least squares on the linear regressions of NIST, their rows spread over 1 to 64 ranks.</summary>
internal static class NistVerb
{
    private static readonly int[] RankCounts = [1, 2, 4, 8, 16, 32, 64];

    internal static string Help => "correct digits of least squares on NIST's linear sets --data DIR [--json]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        string[] rest = [.. args.Where(arg => arg != "--json")];
        if (rest is not ["--data", var folder])
        {
            throw new BenchmarkException("nist needs --data DIR, the folder with the .dat files, and takes --json");
        }

        // npm starts scripts in the clone, and says where the user was.
        string from = Environment.GetEnvironmentVariable("INIT_CWD") ?? Environment.CurrentDirectory;
        var files = NistFile.ReadAll(Path.GetFullPath(folder, from));
        var outcomes = files.Select(file => new NistOutcome(file)).ToList();
        foreach (int ranks in RankCounts)
        {
            var fits = await NistGroup.FitAsync(files, ranks, cancellationToken);
            outcomes.ForEach(outcome => outcome.Add(fits[outcome.File.Name]));
        }

        Report.PrintTable(
            ["set", "rows", "columns", "coefficients", "standard errors", "residual", "bits equal"],
            outcomes.Select(outcome => outcome.ToLine()));
        Report.Print([.. outcomes.SelectMany(outcome => outcome.ToRows())], args.Contains("--json"));
        return 0;
    }
}
