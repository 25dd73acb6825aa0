using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Globalization;

namespace Hypernet.Benchmarks.Processes;

/// <summary>Programs of the machine.</summary>
internal static class CommandLine
{
    // Ours take seconds; MPI without a killed rank may hang forever.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    internal static bool Exists(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Compiles a program in C.</summary>
    /// <param name="compiler">By which compiler.</param>
    /// <param name="source">Its one source file, as it lies beside this program.</param>
    /// <param name="path">What is written.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The path.</returns>
    internal static async Task<string> CompileAsync(string compiler, string source, string path, CancellationToken cancellationToken)
    {
        await SucceedAsync(compiler, ["-O2", "-o", path, Path.Combine(AppContext.BaseDirectory, source)], ReadOnlyDictionary<string, string>.Empty, cancellationToken);
        return path;
    }

    /// <summary>Runs a program that takes loads as last arguments (BYTES:OPERATIONS), and prints BYTES MEDIAN_SECONDS for each.</summary>
    /// <returns>The seconds by the bytes.</returns>
    internal static async Task<IReadOnlyDictionary<long, double>> TimeAsync(
        string program, IEnumerable<string> arguments, IEnumerable<Load> loads, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        string output = await SucceedAsync(program, [.. arguments, .. loads.Select(load => $"{load.Bytes}:{load.Operations}")], environment, cancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))
            .ToDictionary(words => long.Parse(words[0], CultureInfo.InvariantCulture), words => double.Parse(words[1], CultureInfo.InvariantCulture));
    }

    /// <summary>Runs a program to its end, or kills it with its children after three minutes.</summary>
    internal static async Task<(int Code, string Output, string Errors)> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"{program} did not end within {Limit.TotalMinutes} minutes");
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    private static async Task<string> SucceedAsync(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancellationToken)
    {
        var (code, output, errors) = await RunAsync(program, arguments, environment, cancellationToken);
        return code == 0 ? output : throw new BenchmarkException($"{program} {string.Join(' ', arguments)} ended with {code}: {errors}");
    }
}
