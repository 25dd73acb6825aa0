using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Hypernet.Sandbox;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime.Sandboxed;

/// <summary>
/// Runs programs from a process without root. A clone may lie where only root can read: started as root, it runs a copy of
/// these assemblies from a folder that all can read.
/// </summary>
public sealed class UnprivilegedHost : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private readonly TemporaryFolder _folder = new();
    private readonly HostUserLease? _lease = HostUser.Current.IsRoot ? HostUserLease.Acquire() : null;

    /// <summary>What the host can read.</summary>
    public string Of(string name) => _folder.Of(name);

    public async Task InitializeAsync()
    {
        await RunToolAsync("/usr/bin/chmod", "755", _folder.Path);
        await RunToolAsync("/usr/bin/cp", "-r", AppContext.BaseDirectory, _folder.Of("assemblies"));
        await RunToolAsync("/usr/bin/cp", "-r", Path.Combine(Repository.Root, "docs", "examples", "least-squares"), _folder.Of("least-squares"));
        Directory.CreateDirectory(_folder.Of("home"));
        if (_lease is not null)
        {
            await RunToolAsync("/usr/bin/chown", _lease.User.Id.ToString(CultureInfo.InvariantCulture), _folder.Of("home"));
        }
    }

    public async Task<HostedRun> RunAsync(HostedProgram program) => Assert.Single(await RunRanksAsync(program));

    /// <summary>Runs the program as every rank of its group.</summary>
    public async Task<HostedRun[]> RunRanksAsync(HostedProgram program)
    {
        string[] command = [_folder.Of("assemblies/Hypernet.Runtime.Tests.dll"), JsonSerializer.Serialize(program)];
        var start = _lease is null
            ? new ProcessStartInfo(Environment.ProcessPath!, command)
            : PrivilegeDrop.StartInfo(_lease.User, _folder.Of("home"), delegation: null, Environment.ProcessPath!, command);
        return JsonSerializer.Deserialize<HostedRun[]>(await OutputAsync(start))!;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _lease?.Dispose();
        _folder.Dispose();
    }

    private static async Task RunToolAsync(string tool, params string[] arguments) =>
        await OutputAsync(new ProcessStartInfo(tool, arguments));

    private static async Task<string> OutputAsync(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var limit = new CancellationTokenSource(Limit);
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            Assert.True(process.ExitCode == 0, await errors);
            return await output;
        }
        finally
        {
            process.Kill();
        }
    }
}
