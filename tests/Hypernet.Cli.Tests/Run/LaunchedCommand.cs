using System.Diagnostics;
using System.Text;
using Hypernet.Testing;

namespace Hypernet.Cli.Tests.Run;

/// <summary><c>hypernet run …</c> in a process of its own: signals and exit codes are those of processes.</summary>
internal sealed class LaunchedCommand : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // One that is killed cannot remove what it keeps there.
    private readonly TemporaryFolder _temporary;
    private readonly Process _process;
    private readonly Task<string> _talk;
    private readonly StringBuilder _output = new();
    private bool _isOpen = true;

    private LaunchedCommand(Process process, TemporaryFolder temporary)
    {
        (_process, _temporary) = (process, temporary);
        _talk = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Its standard input.</summary>
    public StreamWriter Input => _process.StandardInput;

    /// <summary>Starts the command.</summary>
    public static LaunchedCommand Start(params string[] arguments)
    {
        // A test run in the background of a shell ignores Ctrl-C, and what it starts would too.
        var temporary = new TemporaryFolder();
        string[] command = ["--default-signal=INT", $"TMPDIR={temporary.Path}", Path.Combine(AppContext.BaseDirectory, "hypernet"), "run", .. arguments];
        return new LaunchedCommand(Process.Start(new ProcessStartInfo("/usr/bin/env", command)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!, temporary);
    }

    /// <summary>Runs the command to its end.</summary>
    public static async Task<CommandRun> OfAsync(params string[] arguments)
    {
        await using var command = Start(arguments);
        return await command.EndAsync();
    }

    /// <summary>Waits for lines of output.</summary>
    public async Task<string[]> ReadAsync(int lines)
    {
        var read = new List<string>();
        while (read.Count < lines)
        {
            string line = await _process.StandardOutput.ReadLineAsync().WaitAsync(Patience) ?? throw new EndOfStreamException(await _talk);
            _output.AppendLine(line);
            read.Add(line);
        }

        return [.. read.Order()];
    }

    /// <summary>Reads no more, as <c>head</c> does when it has enough.</summary>
    public void CloseOutput()
    {
        _isOpen = false;
        _process.StandardOutput.Close();
    }

    /// <summary>Sends it a signal, such as INT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {_process.Id}"]);
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for its end.</summary>
    public async Task<CommandRun> EndAsync()
    {
        Input.Close();
        string rest = _isOpen ? await _process.StandardOutput.ReadToEndAsync().WaitAsync(Patience) : "";
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return new CommandRun(_process.ExitCode, _output.Append(rest).ToString(), await _talk.WaitAsync(Patience));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _temporary.Dispose();
    }
}
