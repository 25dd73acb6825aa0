using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hypernet.Agent.Launcher;
using Hypernet.Agent.Tests.Living.Namespaces;
using Hypernet.Sandbox;
using Hypernet.Testing;

namespace Hypernet.Agent.Tests.Living;

/// <summary>
/// A seller's agent in a process of its own, under an unprivileged user: a leased one when the tests run as root. It can be
/// killed and started again on what it has left.
/// </summary>
public sealed class RunningAgent : IAsyncDisposable
{
    private static readonly UnixFileMode Everybody = (UnixFileMode)Convert.ToInt32("777", 8);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _output = new();
    private readonly HostUserLease? _lease = HostUser.Current.IsRoot ? HostUserLease.Acquire() : null;
    private readonly Setup _setup;
    private readonly SellerPlace? _place;
    private ResourceDelegation? _delegation;
    private Process? _process;
    private TaskCompletionSource _said = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunningAgent(LivingMarket market, string key, SellerPlace? place = null, string? misconduct = null, string? leastPrice = null)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The sandbox runs on Linux.");
        }

        File.SetUnixFileMode(_folder.Path, Everybody);
        Copy(AppContext.BaseDirectory, _folder.Of("bin"));
        File.Copy(market.DeploymentFile, _folder.Of("deployment.json"));
        File.SetUnixFileMode(_folder.Of("deployment.json"), Everybody);
        _setup = new Setup(_folder.Of("deployment.json"), market.ChainUrl, market.ServerUrl, StateFolder, key, $"{place?.Address ?? IPAddress.Loopback}", misconduct, leastPrice);
        _place = place;
    }

    public string StateFolder => _folder.Of("s");

    /// <summary>What it has said.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Completes when it says something more.</summary>
    public Task NextLine => Volatile.Read(ref _said).Task;

    /// <summary>The intents of all transactions that it has ever signed, each once for every signature under another nonce.</summary>
    public IReadOnlyList<string> SignedIntents => [.. Directory.GetFiles(StateFolder, "*.journal")
        .SelectMany(File.ReadAllLines)
        .Select(line => JsonDocument.Parse(line).RootElement)
        .Where(record => record.GetProperty("kind").GetString() == "signed")
        .Select(record => record.GetProperty("key").GetString()!)];

    public void Start()
    {
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        string[] command = [Path.Combine(_folder.Of("bin"), "Hypernet.Agent.Launcher.dll")];
        _delegation ??= _lease is null ? null : ResourceFence.Delegate(_lease.User, Path.GetFileName(_folder.Path));
        var info = _lease is null
            ? new ProcessStartInfo(dotnet, command)
            : PrivilegeDrop.StartInfo(_lease.User, _folder.Path, _delegation, dotnet, command);
        info = _place?.Enter(info) ?? info;
        info.RedirectStandardInput = info.RedirectStandardOutput = info.RedirectStandardError = true;
        _process = Process.Start(info)!;
        _process.OutputDataReceived += (_, line) => Add(line.Data ?? "");
        _process.ErrorDataReceived += (_, line) => Add(line.Data ?? "");
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(_setup));
        _process.StandardInput.Flush();
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Ends it in good order; its exit code.</summary>
    public async Task<int> StopAsync()
    {
        _process!.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        await (_delegation?.DisposeAsync() ?? ValueTask.CompletedTask);
        _lease?.Dispose();
        _folder.Dispose();
    }

    private void Add(string line)
    {
        _output.Enqueue(line);
        Interlocked.Exchange(ref _said, new(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
    }

    private static void Copy(string source, string target)
    {
        Directory.CreateDirectory(target);
        foreach (string path in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(target, Path.GetRelativePath(source, path));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(path, copy);
        }
    }
}
