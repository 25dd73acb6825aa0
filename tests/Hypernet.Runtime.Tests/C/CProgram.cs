using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.C;

/// <summary>Programs in C, compiled with the source that was copied beside the assemblies, warnings being errors.</summary>
internal static class CProgram
{
    private static readonly string[] Strict = ["-std=c11", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-pedantic"];
    private static readonly string[] Sanitized = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);
    private static readonly ConcurrentDictionary<string, Lazy<Task<string>>> Built = new();
    private static readonly Lazy<Task<string[]>> Sanitizers = new(FindSanitizersAsync);

    public static string Header { get; } = Path.Combine(Bindings.CFolder, "hypernet.h");

    public static string Source { get; } = Path.Combine(Bindings.CFolder, "hypernet.c");

    private static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "C", "Programs");

    /// <summary>Builds a program of the tests.</summary>
    public static Task<string> InTestsAsync(string name) => BuildAsync(Path.Combine(Folder, name), Source);

    /// <summary>Builds a program of the tests that holds the binding's source itself.</summary>
    public static Task<string> HoldingSourceAsync(string name) => BuildAsync(Path.Combine(Folder, name));

    /// <summary>Builds an example, such as dot-product/dot.c.</summary>
    public static Task<string> InExampleAsync(string name) => BuildAsync(Path.Combine(Repository.Root, "docs", "examples", name), Source);

    /// <summary>Runs a program to its end.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program, string[] arguments, string input = "", string? socket = null)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment["HYPERNET_SOCKET"] = socket ?? "/nonexistent/dac.sock";
        using var process = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.StandardInput.WriteAsync(input.AsMemory(), limit.Token);
            process.StandardInput.Close();
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await errors);
        }
        finally
        {
            process.Kill();
        }
    }

    private static Task<string> BuildAsync(params string[] sources) => Built.GetOrAdd(sources[0], _ => new Lazy<Task<string>>(async () =>
    {
        string program = Path.Combine(Folder, Path.GetFileNameWithoutExtension(sources[0]) + "-of-" + Path.GetFileName(Path.GetDirectoryName(sources[0])));
        await CompileAsync([.. Strict, .. await Sanitizers.Value, "-I", Bindings.CFolder, .. sources, "-lm", "-pthread", "-o", program]);
        return program;
    })).Value;

    private static async Task CompileAsync(string[] arguments)
    {
        var (exitCode, _, errors) = await RunAsync("cc", arguments);
        Assert.True(exitCode == 0, errors);
    }

    // Not every machine has their libraries, nor lets a program be watched by them.
    private static async Task<string[]> FindSanitizersAsync()
    {
        string source = Path.Combine(Folder, "nothing.c");
        string program = Path.Combine(Folder, "nothing");
        await File.WriteAllTextAsync(source, "int main(void) { return 0; }\n");
        var compiled = await RunAsync("cc", [.. Sanitized, source, "-o", program]);
        return compiled.ExitCode == 0 && (await RunAsync(program, [])).ExitCode == 0 ? Sanitized : [];
    }
}
