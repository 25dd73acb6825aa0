using System.Runtime.InteropServices;
using Hypernet.Runtime.Launching;

namespace Hypernet.Cli.Commands.Run;

/// <summary>Passes signals on to the ranks, which have sessions of their own. A second request to end kills them.</summary>
internal sealed class RunSignals : IDisposable
{
    private const int Hangup = 1;
    private const int Interrupt = 2;
    private const int Kill = 9;
    private const int Terminate = 15;
    private const int FirstOfUser = 10;
    private const int SecondOfUser = 12;
    private const int ExitCodeBase = 128;

    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private LocalRun? _run;
    private volatile int _ending;

    /// <summary>Takes the signals over.</summary>
    public RunSignals() => _registrations =
    [
        .. new[] { Hangup, Interrupt, Terminate }.Select(signal => Register(signal, End)),
        .. new[] { FirstOfUser, SecondOfUser }.Select(signal => Register(signal, number => _run?.Signal(number))),
    ];

    /// <summary>The signal that ended the run; null if none did.</summary>
    public string? Ending => _ending switch
    {
        0 => null,
        Hangup => "SIGHUP",
        Interrupt => "SIGINT",
        _ => "SIGTERM",
    };

    /// <summary>What the command ends with when a signal has ended the run.</summary>
    public int ExitCode => ExitCodeBase + _ending;

    /// <summary>From now on signals reach the ranks of a run; so does one that has come before.</summary>
    public void PassTo(LocalRun run)
    {
        lock (_gate)
        {
            _run = run;
            if (_ending != 0)
            {
                run.Interrupt(_ending);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private static PosixSignalRegistration Register(int signal, Action<int> pass) => PosixSignalRegistration.Create((PosixSignal)signal, context =>
    {
        context.Cancel = true;
        pass(signal);
    });

    private void End(int signal)
    {
        lock (_gate)
        {
            bool isFirst = _ending == 0;
            _ending = isFirst ? signal : _ending;
            _run?.Interrupt(isFirst ? signal : Kill);
        }
    }
}
