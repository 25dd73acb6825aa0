namespace Hypernet.Cli.Demo;

/// <summary>How long each phase of the demo took, from the moment its command was given.</summary>
internal sealed class PhaseClock
{
    /// <summary>The variable in which the runner says when the command was given, in unix milliseconds.</summary>
    public const string StartedVariable = "HYPERNET_STARTED";

    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;
    private readonly List<(string Name, double Seconds)> _phases = [];
    private DateTimeOffset _began;

    /// <summary>Starts the clock; what passed before this process is the phase "setUp".</summary>
    public PhaseClock(TimeProvider time)
    {
        _time = time;
        _started = long.TryParse(Environment.GetEnvironmentVariable(StartedVariable), out long milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : time.GetUtcNow();
        _began = _started;
        End("setUp");
    }

    /// <summary>Seconds since the command was given.</summary>
    public double Elapsed => (_time.GetUtcNow() - _started).TotalSeconds;

    /// <summary>The phases so far, in seconds.</summary>
    public IReadOnlyList<(string Name, double Seconds)> Phases => _phases;

    /// <summary>Ends a phase; the next one begins. One that has ended before, and that the chain took back, goes on.</summary>
    public void End(string name)
    {
        var now = _time.GetUtcNow();
        double seconds = (now - _began).TotalSeconds;
        _began = now;
        int known = _phases.FindIndex(phase => phase.Name == name);
        if (known < 0)
        {
            _phases.Add((name, seconds));
        }
        else
        {
            _phases[known] = (name, _phases[known].Seconds + seconds);
        }
    }
}
