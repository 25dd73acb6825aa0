using System.Diagnostics;
using System.Globalization;
using Hypernet.Sandbox;

namespace Hypernet.Benchmarks.Verbs;

/// <summary>What an unprivileged user is asked for: how much later a program begins in a sandbox. Prints milliseconds.</summary>
internal static class SandboxVerb
{
    private const int WarmUps = 3;

    // It looks at the clock as the first thing it does, and says what it saw.
    private const string Clock = "/usr/bin/date";
    private const string Nanoseconds = "+%s%N";

    internal static async Task<int> RunAsync(string[] args, CancellationToken cancellationToken)
    {
        var sandbox = new BubblewrapSandbox(ResourceFence.Detect(), TimeProvider.System);
        int repetitions = int.Parse(args[0], CultureInfo.InvariantCulture);
        double[] plain = new double[repetitions];
        double[] sandboxed = new double[repetitions];
        for (int k = -WarmUps; k < repetitions; k++)
        {
            int at = Math.Max(k, 0);
            plain[at] = await PlainAsync(cancellationToken);
            sandboxed[at] = await SandboxedAsync(sandbox, cancellationToken);
        }

        double milliseconds = 1e3 * (Median(sandboxed) - Median(plain));
        await Console.Out.WriteLineAsync(milliseconds.ToString("R", CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<double> PlainAsync(CancellationToken cancellationToken)
    {
        double began = Now();
        using var process = Process.Start(new ProcessStartInfo(Clock, [Nanoseconds]) { RedirectStandardOutput = true })!;
        string output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return Seconds(output) - began;
    }

    private static async Task<double> SandboxedAsync(BubblewrapSandbox sandbox, CancellationToken cancellationToken)
    {
        double began = Now();
        await using var process = await sandbox.StartAsync(new SandboxedProgram { Command = Clock, Arguments = [Nanoseconds], ProgramFolder = "/usr/share" }, cancellationToken);
        var exit = await process.Completion.WaitAsync(cancellationToken);
        return exit.IsSuccess ? Seconds(process.OutputTail) - began : throw new BenchmarkException($"a program in a sandbox has ended: {exit}; {process.ErrorTail}");
    }

    private static double Now() => (TimeProvider.System.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private static double Seconds(string nanoseconds) => 1e-9 * long.Parse(nanoseconds.Trim(), CultureInfo.InvariantCulture);

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
