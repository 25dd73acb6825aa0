using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Hypernet.Cli.Processes;

/// <summary>A child that this process started: its output goes to a log file line by line, its end is awaited.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int TailLines = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StreamWriter _log;
    private readonly Queue<string> _tail = new();
    private readonly Lock _gate = new();
    private readonly Task _pumped;

    private ChildProcess(string name, Process process, StreamWriter log, Action<string>? onLine)
    {
        Name = name;
        _process = process;
        _log = log;
        _pumped = Task.WhenAll(PumpAsync(process.StandardOutput, onLine), PumpAsync(process.StandardError, onLine));
    }

    /// <summary>What people call it.</summary>
    public string Name { get; }

    /// <summary>The process id.</summary>
    public int Id => _process.Id;

    /// <summary>Whether it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Starts a child.</summary>
    /// <param name="name">What people call it.</param>
    /// <param name="start">What is started; its redirections are set here.</param>
    /// <param name="logFile">Where its output goes.</param>
    /// <param name="onLine">Called for each line, of output and error output alike.</param>
    public static ChildProcess Start(string name, ProcessStartInfo start, string logFile, Action<string>? onLine = null)
    {
        start.UseShellExecute = false;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardOutputEncoding = start.StandardErrorEncoding = Encoding.UTF8;
        var process = Run(start);
        var log = new StreamWriter(logFile, append: true) { AutoFlush = true };
        process.StandardInput.Close();
        return new ChildProcess(name, process, log, onLine);
    }

    /// <summary>Waits for its end and returns the exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken);
        await _pumped;
        return _process.ExitCode;
    }

    /// <summary>Waits for a sign of it; false when it ends without.</summary>
    /// <exception cref="OperationCanceledException">The wait was ended.</exception>
    public async Task<bool> ShowsAsync(Task sign, CancellationToken cancellationToken)
    {
        bool isShown = await Task.WhenAny(sign, WaitAsync(cancellationToken)) == sign;
        cancellationToken.ThrowIfCancellationRequested();
        return isShown;
    }

    /// <summary>The last lines it printed, for an error message.</summary>
    public string Tail()
    {
        lock (_gate)
        {
            return string.Join('\n', _tail);
        }
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, waits for ten seconds, then kills it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            Signals.Terminate(_process.Id);
            using var patience = new CancellationTokenSource(Patience);
            try
            {
                await _process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                await KillAsync();
            }
        }

        await _pumped;
        await _log.DisposeAsync();
        _process.Dispose();
    }

    private static Process Run(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception fault)
        {
            throw new CommandException(ExitCode.Failed, $"{start.FileName} cannot be started: {fault.Message}", "in a clone, start through npx hypernet or npm run, which bring what is needed");
        }
    }

    private async Task PumpAsync(StreamReader reader, Action<string>? onLine)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            Keep(line);
            onLine?.Invoke(line);
        }
    }

    private void Keep(string line)
    {
        lock (_gate)
        {
            _log.WriteLine(line);
            _tail.Enqueue(line);
            if (_tail.Count > TailLines)
            {
                _tail.Dequeue();
            }
        }
    }
}
