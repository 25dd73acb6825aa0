using System.Diagnostics;
using System.Globalization;

namespace Hypernet.Consensus.Processes;

/// <summary>A rank in a process of its own: tests/Hypernet.Consensus.Rank.</summary>
internal sealed class RankProcess : IDisposable
{
    private static readonly string Folder = AppContext.BaseDirectory.Replace("Hypernet.Consensus.Tests", "Hypernet.Consensus.Rank", StringComparison.Ordinal);

    private readonly Process _process;

    public RankProcess(int rank, int operations, string token, long? dieAt, QuorumRule quorum)
    {
        Rank = rank;
        _process = new Process
        {
            StartInfo = new ProcessStartInfo(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
            {
                ArgumentList = { Path.Combine(Folder, "Hypernet.Consensus.Rank.dll"), rank.ToString(CultureInfo.InvariantCulture), operations.ToString(CultureInfo.InvariantCulture), token },
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["HYPERNET_DIE_AT"] = dieAt?.ToString(CultureInfo.InvariantCulture) ?? "", ["HYPERNET_QUORUM"] = quorum.ToString(), ["DOTNET_TieredPGO"] = "0" },
            },
        };
        _process.Start();
    }

    public int Rank { get; }

    public int ExitCode => _process.ExitCode;

    public async Task<string> PortAsync(CancellationToken cancellationToken) =>
        await _process.StandardOutput.ReadLineAsync(cancellationToken) ?? throw new InvalidOperationException($"Rank {Rank} says no port: {await _process.StandardError.ReadToEndAsync(cancellationToken)}");

    public Task TellPortsAsync(string ports) => _process.StandardInput.WriteLineAsync(ports);

    /// <summary>All that it says, until it ends.</summary>
    public async Task<(string[] Lines, string Errors)> EndAsync(CancellationToken cancellationToken)
    {
        var errors = _process.StandardError.ReadToEndAsync(cancellationToken);
        string text = await _process.StandardOutput.ReadToEndAsync(cancellationToken);
        await _process.WaitForExitAsync(cancellationToken);
        return (text.Split('\n', StringSplitOptions.RemoveEmptyEntries), await errors);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
