using System.Text;

namespace Hypernet.Runtime.Launching;

/// <summary>A run of real processes, and what it wrote and told.</summary>
internal sealed class LaunchedRun : IAsyncDisposable
{
    // Far above what anything here takes: only a run that hangs gets there.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly LineStream _output = new();
    private readonly LineStream _error = new();
    private readonly LineStream _told = new();
    private LocalRun? _run;

    /// <summary>Lines of standard output so far.</summary>
    public IReadOnlyList<string> Output => _output.Lines;

    /// <summary>Lines of standard error so far.</summary>
    public IReadOnlyList<string> Error => _error.Lines;

    /// <summary>What the launcher told.</summary>
    public IReadOnlyList<string> Told => _told.Lines;

    /// <summary>The run.</summary>
    public LocalRun Run => _run!;

    /// <summary>Launches <c>/bin/sh -c script</c>.</summary>
    public static Task<LaunchedRun> ShellAsync(int ranks, string script, Func<LocalRunOptions, LocalRunOptions>? change = null, TimeProvider? time = null) =>
        StartAsync(ranks, ["/bin/sh", "-c", script], change, time);

    /// <summary>Launches a Python program of the tests.</summary>
    public static Task<LaunchedRun> PythonAsync(int ranks, string program, Func<LocalRunOptions, LocalRunOptions>? change = null, TimeProvider? time = null) =>
        StartAsync(ranks, ["/usr/bin/python3", Path.Combine(AppContext.BaseDirectory, "Launching", "Programs", program)], change, time);

    /// <summary>Launches a program.</summary>
    public static async Task<LaunchedRun> StartAsync(
        int ranks, string[] command, Func<LocalRunOptions, LocalRunOptions>? change = null, TimeProvider? time = null)
    {
        var launched = new LaunchedRun();
        var options = new LocalRunOptions
        {
            Command = [.. command],
            Ranks = ranks,
            Output = launched._output,
            Error = launched._error,
            Tell = line => launched._told.Write(Encoding.UTF8.GetBytes(line + "\n")),
        };
        launched._run = await LocalRun.StartAsync(change?.Invoke(options) ?? options, time ?? TimeProvider.System);
        return launched;
    }

    /// <summary>Waits until ranks have written a line, each its own or one of them several.</summary>
    public Task WritesAsync(string text, int lines) => _output.WritesAsync(text, lines).WaitAsync(Patience);

    /// <summary>Waits until the launcher tells a line.</summary>
    public Task TellsAsync(string line) => _told.WritesAsync(line, 1).WaitAsync(Patience);

    /// <summary>Waits for the end.</summary>
    public Task<LocalRunEnd> EndAsync() => Run.Completion.WaitAsync(Patience);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        await _output.DisposeAsync();
        await _error.DisposeAsync();
        await _told.DisposeAsync();
    }

    /// <summary>Takes lines, and tells who waits for one.</summary>
    private sealed class LineStream : MemoryStream
    {
        private readonly Lock _gate = new();
        private readonly List<(string Text, int Count, TaskCompletionSource Written)> _awaited = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_gate)
                {
                    return Encoding.UTF8.GetString(ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
                }
            }
        }

        public Task WritesAsync(string text, int count)
        {
            var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_gate)
            {
                _awaited.Add((text, count, written));
            }

            Look();
            return written.Task;
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Write(buffer.Span);
            return ValueTask.CompletedTask;
        }

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            lock (_gate)
            {
                base.Write(buffer);
            }

            Look();
        }

        private void Look()
        {
            var lines = Lines;
            lock (_gate)
            {
                foreach (var (text, count, written) in _awaited)
                {
                    if (lines.Count(line => line.Contains(text, StringComparison.Ordinal)) >= count)
                    {
                        written.TrySetResult();
                    }
                }
            }
        }
    }
}
