using System.Diagnostics;
using System.Globalization;
using Hypernet.Benchmarks.Reports;
using Hypernet.Cli.Demo;

namespace Hypernet.Benchmarks.Sandboxes;

/// <summary>What the start of a sandbox adds to that of a program, as an agent's user: root must not start any.</summary>
internal static class SandboxMeasurement
{
    internal static async Task<Row> RunAsync(DemoFolder folder, string binaries, int repetitions, CancellationToken cancellationToken)
    {
        await using var user = DemoUser.Take("sandbox", folder.Private("sandbox"));
        var start = user.Assembly(Path.Combine(binaries, "Hypernet.Benchmarks.dll"), "sandbox", $"{repetitions}");
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? new Row($"sandbox: start over plain exec, median of {repetitions}", double.Parse(output, CultureInfo.InvariantCulture), "ms", 30)
            : throw new BenchmarkException($"sandboxes were not timed: {await errors}");
    }
}
