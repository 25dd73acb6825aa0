using System.Diagnostics;

namespace Hypernet.Benchmarks.Ranks;

/// <summary>One rank: this program once more, in a process of its own.</summary>
internal sealed class RankProcess : IDisposable
{
    private readonly Process _process;
    private readonly RankPipe _pipe;

    internal RankProcess(int rank)
    {
        Rank = rank;
        string program = Environment.ProcessPath!;
        string[] host = Path.GetFileName(program) == "dotnet" ? [typeof(RankProcess).Assembly.Location] : [];
        _process = Process.Start(new ProcessStartInfo(program, [.. host, "rank", $"{rank}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        _pipe = new RankPipe(_process.StandardOutput, _process.StandardInput);
    }

    internal int Rank { get; }

    /// <summary>By SIGKILL.</summary>
    internal void Kill() => _process.Kill();

    internal async Task SendAsync<T>(T message, CancellationToken cancellationToken)
    {
        try
        {
            await _pipe.SendAsync(message, cancellationToken);
        }
        catch (IOException)
        {
            // It has ended: its last line says why.
        }
    }

    internal async Task<RankAnswer> AnswerAsync(CancellationToken cancellationToken)
    {
        var answer = await _pipe.ReceiveAsync<RankAnswer>(cancellationToken) ?? throw new BenchmarkException($"rank {Rank} ended without an answer");
        return answer.Fault is null ? answer : throw new BenchmarkException($"rank {Rank}: {answer.Fault}");
    }

    /// <summary>Lets it end, which it does when nothing more is asked of it.</summary>
    internal async Task EndAsync(CancellationToken cancellationToken)
    {
        if (!_process.HasExited)
        {
            _process.StandardInput.Close();
            await _process.WaitForExitAsync(cancellationToken);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
