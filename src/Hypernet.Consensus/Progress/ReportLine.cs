using Hypernet.Consensus.Membership;
using Hypernet.Network;

namespace Hypernet.Consensus.Progress;

/// <summary>Ties a <see cref="ProgressGossip"/> to a node's machine, under its lock.</summary>
internal sealed class ReportLine : IAsyncDisposable
{
    private readonly ConsensusMachine _machine;
    private readonly Lock _gate;
    private readonly int _replicas;
    private readonly TimeProvider _time;
    private readonly ProgressGossip _gossip;
    private readonly ITimer _timer;
    private bool _isArmed;
    private bool _isOver;

    /// <summary>Begins to listen.</summary>
    /// <param name="machine">Of the node.</param>
    /// <param name="gate">Its lock.</param>
    /// <param name="options">Of the node.</param>
    /// <param name="output">Sends.</param>
    public ReportLine(ConsensusMachine machine, Lock gate, ConsensusOptions options, IMachineOutput output)
    {
        (_machine, _gate, _replicas, _time) = (machine, gate, options.Replicas, options.Transport.Time);
        _gossip = new ProgressGossip(
            options.Transport.Self, options.Transport.Count, machine.IsGone, (slot, message) => output.Send(slot, new FrameHeader { Type = FrameType.Report }, message));
        _timer = _time.CreateTimer(static line => ((ReportLine)line!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What each rank has said last, in order of ranks.</summary>
    public IReadOnlyList<RankReport> All
    {
        get
        {
            lock (_gate)
            {
                var now = _time.GetUtcNow();
                return
                [
                    .. _gossip.Rows.GroupBy(row => row.Origin / _replicas).OrderBy(rows => rows.Key).Select(rows => rows.MaxBy(row => row.Stamp)!)
                        .Select(row => new RankReport(row.Origin / _replicas, row.Checkpoint, row.Done, row.Total, now > row.Since ? now - row.Since : TimeSpan.Zero)),
                ];
            }
        }
    }

    /// <summary>The own program says how far it is.</summary>
    public void Say(int checkpoint, ulong done, ulong total)
    {
        lock (_gate)
        {
            _gossip.Say(checkpoint, done, total, _time.GetUtcNow());
            Arm();
        }
    }

    /// <summary>A slot has another process now: under the lock.</summary>
    public void Renewed(int slot)
    {
        _gossip.Greet(slot);
        Arm();
    }

    /// <summary>A REPORT has arrived: under the lock.</summary>
    public void Received(int slot, ReadOnlySpan<byte> message)
    {
        if (_machine.IsGone(slot))
        {
            return;
        }

        if (_gossip.Receive(message, _time.GetUtcNow()))
        {
            Arm();
        }
        else
        {
            _machine.Broke(slot, "a report has rows, each within its ranges");
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isOver = true;
        }

        return _timer.DisposeAsync();
    }

    private void Tick()
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _isArmed = false;
                _gossip.Tick(_time.GetUtcNow());
                Arm();
            }
        }
    }

    private void Arm()
    {
        if (_gossip.IsPending && !_isArmed && !_isOver)
        {
            _isArmed = true;
            _timer.Change(ProgressGossip.Interval, Timeout.InfiniteTimeSpan);
        }
    }
}
