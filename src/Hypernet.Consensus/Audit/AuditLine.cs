using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Runs;

namespace Hypernet.Consensus.Audit;

/// <summary>Ties an <see cref="AuditDesk"/> to a node's machine, under its lock.</summary>
internal sealed class AuditLine : IAuditLine, IDisposable
{
    private readonly ConsensusMachine _machine;
    private readonly Lock _gate;
    private readonly ITimer _timer;
    private readonly AuditDesk _desk;
    private bool _isOn;

    /// <summary>Makes a node's desk.</summary>
    /// <param name="machine">Of the node.</param>
    /// <param name="gate">Its lock.</param>
    /// <param name="options">Of the node, with a signer.</param>
    /// <param name="runs">Makes the runs of operations that are played once more.</param>
    public AuditLine(ConsensusMachine machine, Lock gate, ConsensusOptions options, Func<RunContext, IRunOutput, IRun> runs)
    {
        _machine = machine;
        _gate = gate;
        _desk = new AuditDesk(new AuditParty(machine.Seats, options.Transport.Self, options.Audit!.Signer!, runs, Nonces.Create), this);
        _timer = options.Transport.Time.CreateTimer(static line => ((AuditLine)line!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The desk.</summary>
    public IAuditDesk Desk => _desk;

    /// <inheritdoc/>
    public AuditView View => _machine.AuditView;

    /// <summary>Begins an audit.</summary>
    /// <param name="prefix">With what the names of operations begin.</param>
    /// <param name="context">Equal at all slots.</param>
    /// <param name="done">Told how it ended, under the lock.</param>
    /// <returns>What is audited.</returns>
    /// <exception cref="InvalidOperationException">One is under way.</exception>
    public AuditInterval Start(string prefix, ReadOnlyMemory<byte> context, Action<AuditOutcome> done)
    {
        lock (_gate)
        {
            var interval = new AuditInterval(prefix, context.ToArray(), _machine.Evidence!.Of(prefix));
            if (_desk.IsAlarmed)
            {
                // The group's end will tell.
                return interval;
            }

            if (_isOn)
            {
                throw new InvalidOperationException("An audit is under way. Await it before the next.");
            }

            _desk.Start(interval, outcome =>
            {
                if (outcome.End == AuditEnd.Passed)
                {
                    var passed = interval.Windows.SelectMany(window => window).ToHashSet();
                    _machine.Audited(passed.Contains);
                }

                done(outcome);
            });
            return interval;
        }
    }

    /// <summary>Ends this slot's part in it, if it is under way.</summary>
    /// <param name="interval">What is audited.</param>
    public void Withdraw(AuditInterval interval)
    {
        lock (_gate)
        {
            _desk.Withdraw(interval);
        }
    }

    /// <inheritdoc/>
    public void Send(int slot, ReadOnlyMemory<byte> message) => _machine.SendAudit(slot, message);

    /// <inheritdoc/>
    public IEnumerable<OperationEvidence> Evidence(string prefix) => _machine.Evidence!.Of(prefix);

    /// <inheritdoc/>
    public void Halt(AuditOutcome outcome) => _machine.Fail(new AuditFailedException(outcome));

    /// <inheritdoc/>
    public void Wake(TimeSpan after) => _timer.Change(after, Timeout.InfiniteTimeSpan);

    /// <inheritdoc/>
    public void Watch(bool isOn)
    {
        _isOn = isOn;
        _machine.Watch(isOn);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    private void Tick()
    {
        lock (_gate)
        {
            _desk.Tick();
        }
    }
}
