using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;
using Hypernet.Sandbox.Launcher;
using Xunit;

namespace Hypernet.Sandbox;

/// <summary>
/// A launcher under an unprivileged user: a leased one with delegated control groups when the tests run as root, else the
/// user of the tests. Its files lie where that user can read them.
/// </summary>
public sealed class LauncherProcess : IAsyncLifetime, IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hypernet-sandbox-");
    private HostUserLease? _lease;
    private Process? _process;

    internal ResourceDelegation? Delegation { get; private set; }

    internal string StateFolder => Path.Combine(_folder.FullName, "state");

    internal Process Process => _process!;

    public Task InitializeAsync()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("The sandbox runs on Linux.");
        }

        string binaries = _folder.CreateSubdirectory("bin").FullName;
        Directory.CreateDirectory(StateFolder);
        const UnixFileMode Readable = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;
        foreach (string path in Directory.EnumerateFiles(AppContext.BaseDirectory, "Hypernet.Sandbox*"))
        {
            string copy = Path.Combine(binaries, Path.GetFileName(path));
            File.Copy(path, copy);
            File.SetUnixFileMode(copy, Readable);
        }

        File.SetUnixFileMode(_folder.FullName, Readable);
        File.SetUnixFileMode(binaries, Readable);
        string dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../../dotnet"));
        var info = StartInfo(dotnet, Path.Combine(binaries, "Hypernet.Sandbox.Launcher.dll"));
        info.RedirectStandardInput = info.RedirectStandardOutput = true;
        info.Environment["TMPDIR"] = StateFolder;
        info.Environment["HYPERNET_SECRET"] = "never seen by a program";
        _process = Process.Start(info)!;
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_process is { } process)
        {
            process.StandardInput.Close();
            await process.WaitForExitAsync();
        }

        await (Delegation?.DisposeAsync() ?? ValueTask.CompletedTask);
        _folder.Delete(recursive: true);
        Dispose();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _lease?.Dispose();
        _turn.Dispose();
    }

    internal Task<Answer> RunAsync(params string[] command) => AskAsync(new Request { Command = command });

    internal async Task<Answer> AskAsync(Request request)
    {
        await _turn.WaitAsync();
        try
        {
            await Send(request);
            string line = await Process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? throw new EndOfStreamException("The launcher has ended.");
            return JsonSerializer.Deserialize<Answer>(line)!;
        }
        finally
        {
            _turn.Release();
        }
    }

    internal async Task Send(Request request)
    {
        await Process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(request));
        await Process.StandardInput.FlushAsync();
    }

    private ProcessStartInfo StartInfo(string command, params string[] arguments)
    {
        if (!HostUser.Current.IsRoot)
        {
            return new ProcessStartInfo(command, arguments);
        }

        _lease = HostUserLease.Acquire();
        Assert.Equal(0, Libc.ChangeOwner(StateFolder, _lease.User.Id, _lease.User.Id));
        Delegation = ResourceFence.Delegate(_lease.User, Path.GetFileName(_folder.FullName));
        return PrivilegeDrop.StartInfo(_lease.User, StateFolder, Delegation, command, arguments);
    }
}
