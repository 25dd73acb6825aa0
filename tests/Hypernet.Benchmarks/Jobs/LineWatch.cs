using System.Diagnostics;

namespace Hypernet.Benchmarks.Jobs;

/// <summary>Notes when a process prints what is waited for.</summary>
internal sealed class LineWatch
{
    private readonly Lock _gate = new();
    private readonly List<(string Text, TaskCompletionSource<long> Said)> _awaited = [];

    /// <summary>Told of each line as it comes.</summary>
    internal void Add(string line)
    {
        long now = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            foreach (var (_, said) in _awaited.Where(one => line.Contains(one.Text, StringComparison.Ordinal)))
            {
                said.TrySetResult(now);
            }

            _awaited.RemoveAll(one => one.Said.Task.IsCompleted);
        }
    }

    /// <summary>When the next line with a text comes.</summary>
    internal Task<long> NextAsync(string text)
    {
        var said = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _awaited.Add((text, said));
        }

        return said.Task;
    }
}
