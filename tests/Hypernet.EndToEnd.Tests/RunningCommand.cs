using System.Diagnostics;
using System.Text;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.EndToEnd.Tests;

/// <summary>A command in a process of its own, as a person's shell would start it, with our pinned Node and Anvil first.</summary>
internal sealed class RunningCommand : IAsyncDisposable
{
    // Far above what anything here takes, also on a loaded machine: only a command that hangs gets there.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private readonly Process _process;
    private readonly StringBuilder _talk = new();
    private readonly Lock _gate = new();
    private readonly List<(string Text, TaskCompletionSource Said)> _awaited = [];
    private readonly Task<string> _output;
    private readonly Task _talking;

    private RunningCommand(Process process)
    {
        _process = process;
        _output = process.StandardOutput.ReadToEndAsync();
        _talking = ListenAsync();
    }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>What it has said so far, beside its data.</summary>
    public string Talk
    {
        get
        {
            lock (_gate)
            {
                return _talk.ToString();
            }
        }
    }

    /// <summary>Starts a command.</summary>
    /// <param name="folder">Where it runs.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="temporary">Its folder for temporary files; null for the machine's.</param>
    public static RunningCommand Start(string folder, IEnumerable<string> command, string? temporary = null)
    {
        // A test run in the background of a shell ignores Ctrl-C, and what it starts would too.
        var start = new ProcessStartInfo("/usr/bin/env", ["--default-signal=INT", .. command])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string tools = Path.Combine(Repository.Root, "tools", "linux-x64", "node_modules", ".bin");
        start.Environment["PATH"] = $"{tools}:{Environment.GetEnvironmentVariable("PATH")}";
        if (temporary is not null)
        {
            start.Environment["TMPDIR"] = temporary;
        }

        return new RunningCommand(Process.Start(start)!);
    }

    /// <summary>Waits until it says something.</summary>
    public async Task SaysAsync(string text)
    {
        var said = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_talk.ToString().Contains(text, StringComparison.Ordinal))
            {
                return;
            }

            _awaited.Add((text, said));
        }

        await Task.WhenAny(said.Task, _talking).WaitAsync(Patience);
        Assert.True(said.Task.IsCompleted, $"It ended without saying \"{text}\":\n{Talk}");
    }

    /// <summary>Sends what Ctrl-C sends.</summary>
    public Task InterruptAsync() => SignalAsync("INT");

    /// <summary>Sends a signal, such as INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} $0", $"{Id}"]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Waits for its end; returns its exit code and its data.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        await _talking.WaitAsync(Patience);
        return (_process.ExitCode, await _output.WaitAsync(Patience));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardError.ReadLineAsync() is { } line)
        {
            lock (_gate)
            {
                _talk.AppendLine(line);
                foreach (var (text, said) in _awaited)
                {
                    if (line.Contains(text, StringComparison.Ordinal))
                    {
                        said.TrySetResult();
                    }
                }
            }
        }
    }
}
