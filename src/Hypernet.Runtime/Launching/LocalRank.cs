using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;
using Hypernet.Consensus;

namespace Hypernet.Runtime.Launching;

/// <summary>One rank of a local run: its program, and the runtime that it talks to.</summary>
internal sealed class LocalRank : IDisposable
{
    // Processes that have left the rank's group may hold its output open: they are not waited for any longer.
    private static readonly TimeSpan OutputGrace = TimeSpan.FromSeconds(1);

    private const int Killed = 128 + ProcessGroup.Kill;

    private readonly LocalSeat _seat;
    private readonly LocalRunOptions _options;
    private readonly RankServer _server;
    private readonly RankOutput _output;
    private readonly LocalGroup _group;
    private readonly DateTimeOffset _start;
    private LocalProcess? _process;
    private volatile bool _isIntended;

    /// <summary>Listens for the program.</summary>
    /// <exception cref="LaunchException">The socket's path cannot be listened on.</exception>
    public LocalRank(LocalSeat seat, LocalRunOptions options, string socketPath, RankOutput output, LocalGroup group, DateTimeOffset start)
    {
        (_seat, _options, _output, _group, _start) = (seat, options, output, group, start);
        try
        {
            _server = RankServer.Listen(socketPath);
        }
        catch (Exception refused) when (refused is ArgumentException or SocketException)
        {
            throw new LaunchException(1, $"{socketPath} cannot be listened on: {refused.Message}", "name another temporary folder in TMPDIR");
        }
    }

    /// <summary>How the program is started.</summary>
    public ProcessStartInfo StartInfo(ImmutableArray<string> command, string folder)
    {
        var start = LocalProcess.StartInfo(command, folder);

        // As under mpirun: rank 0 reads what the launcher would, the others nothing. Of several programs of rank 0 only one could.
        start.RedirectStandardInput = _seat.Slot > 0 || _seat.Replica is not null;
        RankEnvironment.Fill(start.Environment, _seat, _server.SocketPath, _options);
        return start;
    }

    /// <summary>Follows the program, which was started, to its end.</summary>
    public async Task<LocalRankEnd> RunAsync(Process started, TimeProvider time)
    {
        var process = _process = new LocalProcess(started);
        using var silence = new CancellationTokenSource();
        using var gone = new CancellationTokenSource();
        var pumping = Task.WhenAll(
            _output.PumpAsync($"{_seat}", process.Output, _options.Output, silence.Token),
            _output.PumpAsync($"{_seat}", process.Error, _options.Error, silence.Token));
        var serving = ServeAsync(gone.Token);
        int exitCode = await process.Exit.ConfigureAwait(false);
        await gone.CancelAsync().ConfigureAwait(false);
        await using (time.CreateTimer(_ => silence.Cancel(), null, OutputGrace, Timeout.InfiniteTimeSpan).ConfigureAwait(false))
        {
            await pumping.ConfigureAwait(false);
        }

        string? fault = await serving.ConfigureAwait(false);
        var end = new LocalRankEnd(_seat.Rank, exitCode, _isIntended && exitCode == Killed, fault) { Replica = _seat.Replica };
        if (_seat.Replica is not null)
        {
            _group.EndReplica(_seat, isLost: end.IsFailure || end.IsIntended);
        }

        return end;
    }

    /// <summary>Sends a signal to the program and all that it has started.</summary>
    public void Signal(int signal) => _process?.Signal(signal);

    /// <summary>Kills the program, as was asked for.</summary>
    public void Kill()
    {
        _isIntended = true;
        Signal(ProcessGroup.Kill);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _process?.Dispose();
        _server.Dispose();
    }

    /// <summary>Serves the program, and leaves the group when it is gone. Gives what was wrong with it, if anything was.</summary>
    private async Task<string?> ServeAsync(CancellationToken gone)
    {
        var identity = new RankIdentity
        {
            Rank = _seat.Rank,
            Group = _seat.Rank,
            Partition = _seat.Rank,
            Partitions = _options.Ranks,
            Size = _options.Ranks,
            Checkpoints = _options.Checkpoints,
        };
        string? fault;
        try
        {
            var end = await _server.ServeAsync(identity, new LocalHost(_seat, _output, _options, _start), Counted(), gone, CancellationToken.None).ConfigureAwait(false);
            fault = (end as SessionEnd.Violated)?.Detail;
        }
        catch (Exception broken)
        {
            fault = broken.Message;
        }

        if (fault is not null)
        {
            Signal(ProcessGroup.Kill);
        }

        if (_seat.Replica is null)
        {
            // Not waited for: the others may need this rank's part in it for long.
            _ = _group.LeaveAsync(_seat.Slot);
        }

        return fault;
    }

    private IGroup Counted() =>
        _options.Kills.FirstOrDefault(kill => kill.Rank == _seat.Rank && kill.Replica == _seat.Replica && kill.Operations is not null) is { Operations: { } operations }
            ? new CountedGroup(_group.Of(_seat.Slot), operations, Kill)
            : _group.Of(_seat.Slot);
}
