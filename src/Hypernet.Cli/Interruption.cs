using System.Runtime.InteropServices;

namespace Hypernet.Cli;

/// <summary>Ctrl-C and SIGTERM as a token: the command ends in its own time and order, however often they come.</summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly PosixSignalRegistration[] _registrations;
    private volatile int _exitCode = Cli.ExitCode.Interrupted;

    /// <summary>Takes the signals over.</summary>
    /// <param name="cancellationToken">Interrupts too.</param>
    public Interruption(CancellationToken cancellationToken)
    {
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        _registrations = [Register(PosixSignal.SIGINT, Cli.ExitCode.Interrupted), Register(PosixSignal.SIGTERM, Cli.ExitCode.Terminated)];
    }

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the process ends with when a signal has ended its command: that of the signal.</summary>
    public int ExitCode => _exitCode;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private PosixSignalRegistration Register(PosixSignal signal, int exitCode) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        if (!_source.IsCancellationRequested)
        {
            _exitCode = exitCode;
        }

        _source.Cancel();
    });
}
