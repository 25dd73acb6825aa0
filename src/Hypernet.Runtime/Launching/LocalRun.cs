using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>
/// A program that runs as several ranks on this machine, without a sandbox and without a chain. A rank that ends does not
/// end the others; nothing outlives the run, however this process ends.
/// </summary>
public sealed class LocalRun : IAsyncDisposable
{
    /// <summary>The most ranks of a run, or replicas of them in all.</summary>
    public const int MaximumRanks = 64;

    // Between a request to end and the end of those that do not heed it.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly LocalRunOptions _options;
    private readonly TimeProvider _time;
    private readonly RunFolder _folder = new();
    private readonly LaunchThread _launcher = new();
    private readonly RankOutput _output;
    private readonly List<ITimer> _timers = [];
    private readonly List<LocalRankEnd> _ends = [];
    private readonly Lock _gate = new();
    private ImmutableArray<LocalRank> _ranks = [];
    private LocalGroup? _group;
    private volatile bool _isEnding;
    private volatile bool _isTimedOut;
    private volatile bool _isOutputGone;
    private volatile bool _isWithoutQuorum;

    private LocalRun(LocalRunOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _output = new RankOutput(options.IsLabelled, LoseOutput);
        Completion = Task.FromResult(new LocalRunEnd([], false, false));
    }

    /// <summary>How the run ended, once nothing of it is left. Never fails.</summary>
    public Task<LocalRunEnd> Completion { get; private set; }

    /// <summary>Launches the ranks.</summary>
    /// <param name="options">What is run.</param>
    /// <param name="time">The clock of kills and limits.</param>
    /// <returns>The run, to be disposed of.</returns>
    /// <exception cref="LaunchException">The program, or what it takes to launch it, is missing. Nothing runs then.</exception>
    public static async Task<LocalRun> StartAsync(LocalRunOptions options, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Ranks, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replicas, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)options.Ranks * options.Replicas, MaximumRanks);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(2 * options.Quorum, options.Replicas);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Quorum, options.Replicas);
        var run = new LocalRun(options, time);
        try
        {
            await run.LaunchAsync().ConfigureAwait(false);
            return run;
        }
        catch
        {
            await run.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Passes a signal on to all that the ranks have started. How they end of it is not told.</summary>
    /// <param name="signal">Its number, such as 15.</param>
    public void Interrupt(int signal)
    {
        _isEnding = true;
        Signal(signal);
    }

    /// <summary>Passes a signal on to all that the ranks have started.</summary>
    /// <param name="signal">Its number, such as 10.</param>
    public void Signal(int signal)
    {
        foreach (var rank in _ranks)
        {
            rank.Signal(signal);
        }
    }

    /// <summary>Kills whoever is left and waits for the end.</summary>
    public async ValueTask DisposeAsync()
    {
        Interrupt(ProcessGroup.Kill);
        await Completion.ConfigureAwait(false);
        foreach (var timer in _timers)
        {
            await timer.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var rank in _ranks)
        {
            rank.Dispose();
        }

        if (_group is not null)
        {
            await _group.DisposeAsync().ConfigureAwait(false);
        }

        _launcher.Dispose();
        _output.Dispose();
        _folder.Dispose();
    }

    private async Task LaunchAsync()
    {
        string folder = _options.WorkingFolder ?? Environment.CurrentDirectory;
        var command = _options.Command.SetItem(0, ProgramFinder.Find(_options.Command[0], folder));
        var group = _group = await LocalGroup.JoinAsync(_options).ConfigureAwait(false);
        var start = _time.GetUtcNow();
        _ranks = [.. Enumerable.Range(0, _options.Slots).Select(slot => LocalSeat.Of(slot, _options)).Select(seat => new LocalRank(seat, _options, _folder.SocketOf(seat), _output, group, start))];
        var starts = _ranks.Select(rank => rank.StartInfo(command, folder)).ToList();
        var processes = await _launcher.StartAsync(starts).ConfigureAwait(false);
        Completion = RunAsync(processes);
    }

    private async Task<LocalRunEnd> RunAsync(IReadOnlyList<Process> processes)
    {
        var running = _ranks.Zip(processes, (rank, process) => FollowAsync(rank, process)).ToList();
        foreach (var kill in _options.Kills)
        {
            if (kill.After is { } after)
            {
                After(after, _ranks[(kill.Rank * _options.Replicas) + (kill.Replica ?? 0)].Kill);
            }
        }

        if (_options.TimeLimit is { } limit)
        {
            After(limit, () =>
            {
                _isTimedOut = true;
                End();
            });
        }

        await Task.WhenAll(running).ConfigureAwait(false);
        return new LocalRunEnd([.. _ends], _isTimedOut, _isOutputGone) { IsWithoutQuorum = _isWithoutQuorum };
    }

    private async Task FollowAsync(LocalRank rank, Process process)
    {
        var end = await rank.RunAsync(process, _time).ConfigureAwait(false);
        bool isFirstFailure;
        bool isLast;
        lock (_gate)
        {
            isFirstFailure = end.IsFailure && !_ends.Exists(other => other.IsFailure);
            _ends.Add(end);
            isLast = _ends.Count == _ranks.Length;
        }

        bool isNews = end.IsIntended || (end.IsFailure && !_isEnding);
        (isNews ? _options.Tell : _options.TellMore)(end.ToString());
        if (!isLast)
        {
            RequireQuorum(end.Rank);
        }

        if (isFirstFailure && _options.AbortsOnFailure)
        {
            End();
        }
    }

    // A rank that has too few replicas left never has enough again: whoever calls anything would wait for ever.
    private void RequireQuorum(int rank)
    {
        int left = _group!.Left(rank);
        if (left < _options.Quorum && _options.Replicas > 1 && !_isEnding)
        {
            _isWithoutQuorum = true;
            _options.Tell(string.Create(CultureInfo.InvariantCulture, $"rank {rank} has {left} of {_options.Replicas} replicas left, and needs {_options.Quorum}: the run cannot go on"));
            End();
        }
    }

    // Politely, then by force.
    private void End()
    {
        Interrupt(ProcessGroup.Terminate);
        After(Grace, () => Signal(ProcessGroup.Kill));
    }

    private void LoseOutput()
    {
        _isOutputGone = true;
        Interrupt(ProcessGroup.Kill);
    }

    private void After(TimeSpan delay, Action action)
    {
        lock (_gate)
        {
            _timers.Add(_time.CreateTimer(_ => action(), null, delay, Timeout.InfiniteTimeSpan));
        }
    }
}
