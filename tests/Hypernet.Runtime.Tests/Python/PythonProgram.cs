using System.Diagnostics;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>A real Python program outside any sandbox, by default with the package that was copied beside the assemblies.</summary>
internal static class PythonProgram
{
    // PATH may name a private python3 without NumPy.
    private const string Interpreter = "/usr/bin/python3";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    public static string InTests(string name) => Path.Combine(AppContext.BaseDirectory, "Python", "Programs", name);

    public static string InExample(string name) => Path.Combine(Repository.Root, "docs", "examples", "least-squares", name);

    public static Task<PythonRun> RunAsync(ServerFixture? server, string? input, params string[] command) =>
        RunWithAsync(Bindings.PythonFolder, server, input, command);

    /// <summary>Runs a program with another copy of the package.</summary>
    public static async Task<PythonRun> RunWithAsync(string packages, ServerFixture? server, string? input, params string[] command)
    {
        var start = new ProcessStartInfo(Interpreter, command) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONPATH"] = packages;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        start.Environment["HYPERNET_SOCKET"] = server?.SocketPath ?? "/nonexistent/dac.sock";
        start.Environment["HYPERNET_INPUT"] = input;
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new PythonRun(process.ExitCode, (await output).Trim(), (await errors).Trim());
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Runs a program that must end well, and gives what it printed.</summary>
    public static async Task<string> OutputAsync(ServerFixture? server, string? input, params string[] command)
    {
        var run = await RunAsync(server, input, command);
        Assert.True(run.ExitCode == 0, run.Errors);
        return run.Output;
    }
}
