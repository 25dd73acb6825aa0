using Hypernet.Benchmarks.Jobs;
using Hypernet.Benchmarks.Reports;
using Hypernet.Benchmarks.Sandboxes;
using Hypernet.Benchmarks.Secure;
using Hypernet.Cli;
using Hypernet.Cli.Demo;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>What a market costs on this machine: chain, server, nine sellers with their agents and sandboxes, each a process.</summary>
internal static class MarketVerb
{
    internal static string Help => "what sellers, sandboxes, TLS and audits cost beside one's own processes [--json] [--quick, which claims nothing]";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        if (args.Except(["--json", "--quick"]).Any())
        {
            throw new BenchmarkException($"market takes --json and --quick, not {string.Join(' ', args.Except(["--json", "--quick"]))}");
        }

        bool isQuick = args.Contains("--quick");
        using var folder = new DemoFolder();
        string binaries = folder.PublishBinaries();
        try
        {
            Row[] rows =
            [
                .. await CostMeasurement.RunAsync(isQuick, cancellationToken),
                await SandboxMeasurement.RunAsync(folder, binaries, isQuick ? 3 : 30, cancellationToken),
                .. await MarketMeasurement.RunAsync(folder, binaries, TimeSpan.FromSeconds(isQuick ? 3 : 60), cancellationToken),
            ];
            Report.Print(rows, args.Contains("--json"));
            return 0;
        }
        catch (CommandException fault)
        {
            throw new BenchmarkException(fault.Message);
        }
    }
}
