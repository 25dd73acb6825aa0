using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using Hypernet.Consensus.Audit;
using Hypernet.Consensus.Membership;
using Hypernet.Consensus.Progress;
using Hypernet.Consensus.Runs;
using Hypernet.Network;

namespace Hypernet.Consensus;

/// <summary>docs/spec/dac.md, protocol /hypernet/dac/1.0.0: one rank's part in its group, over a transport.</summary>
public sealed partial class ConsensusNode : IGroup, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ITransport _transport;
    private readonly ConsensusOptions _options;
    private readonly ConsensusMachine _machine;
    private readonly ITimer _timer;
    private readonly ConcurrentBag<PendingCall> _calls = [];
    private readonly TaskCompletionSource _left = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<int> _overruns = new();
    private readonly ReportLine _reports;
    private readonly AuditLine? _audit;
    private bool _isDisposed;

    internal ConsensusNode(ConsensusOptions options, Func<RunContext, IRunOutput, IRun> runs)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.HeartbeatInterval, TimeSpan.FromMilliseconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.HeartbeatInterval, TimeSpan.FromSeconds(1), nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.LeastSilence, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.LeastSilence, Bounds.MostSilence, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.WaitingAfter, TimeSpan.Zero, nameof(options));
        RequireReplicas(options);
        _options = options;
        _transport = options.Transport;
        var world = new World(this);
        _machine = new ConsensusMachine(options, runs, world, options.IsJoining ? DrawProcess() : 0);
        _audit = options.Audit?.Signer is null ? null : new AuditLine(_machine, _gate, options, runs);
        Desk = _audit?.Desk;

        _timer = _transport.Time.CreateTimer(static node => ((ConsensusNode)node!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _reports = new ReportLine(_machine, _gate, options, world);
        _transport.Start(world);
        lock (_gate)
        {
            _machine.Join();
        }
    }

    /// <inheritdoc/>
    public int Rank => _transport.Self / _options.Replicas;

    /// <inheritdoc/>
    public int Size => _transport.Count / _options.Replicas;

    /// <inheritdoc/>
    public SlotSet Members
    {
        get
        {
            lock (_gate)
            {
                return _machine.Members;
            }
        }
    }

    /// <summary>Joins the group. Nobody is waited for: links are made when operations need them.</summary>
    /// <param name="options">How.</param>
    /// <param name="cancellationToken">Ends the joining.</param>
    /// <returns>The node, which must be disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static ValueTask<ConsensusNode> JoinAsync(ConsensusOptions options, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = Rehearsal.Begin();
        return ValueTask.FromResult(new ConsensusNode(options, RunFactory.Create));
    }

    /// <inheritdoc/>
    /// <exception cref="DivergenceException">Two ranks completed one operation with different results.</exception>
    /// <exception cref="GroupClosedException">The node leaves, has left, or was disposed of.</exception>
    /// <exception cref="OperationCanceledException">The waiting was canceled.</exception>
    public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CallValidation.Require(call, Size, Rank);
        if (!_calls.TryTake(out var pending))
        {
            pending = new PendingCall(this);
        }

        pending.Await(Submit(call, pending), cancellationToken);
        (_transport as TcpTransport)?.Attend();
        return pending.Result;
    }

    /// <summary>Calls an operation and blocks the thread until it ends.</summary>
    /// <param name="call">What is called and given.</param>
    /// <returns>The result.</returns>
    /// <exception cref="ConsensusException">As <see cref="CallAsync"/>.</exception>
    public OperationResult Call(OperationCall call)
    {
        CallValidation.Require(call, Size, Rank);
        using var blocked = new BlockedCall();
        Submit(call, blocked);
        if (_transport is TcpTransport tcp && !blocked.IsEnded)
        {
            // Whoever waits for long need not do the network's work: and what a timer ends, it would not notice.
            tcp.TryDrive(() => blocked.IsEnded, _options.HeartbeatInterval);
        }

        return blocked.Wait();
    }

    /// <summary>Asks which members have not called an operation.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="number">How many operations of that name came before.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>The ranks that had not called it when they were asked: of a rank with replicas, its supplier.</returns>
    /// <exception cref="InvalidCallException">Too many such questions are unanswered.</exception>
    /// <exception cref="GroupClosedException">The node has left, or was disposed of.</exception>
    /// <exception cref="LeftBehindException">The others went on without this rank.</exception>
    /// <exception cref="DivergenceException">Two ranks completed one operation with different results.</exception>
    public async ValueTask<SlotSet> MissingAsync(string name, long number, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        var answer = new TaskCompletionSource<SlotSet?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Enquiry? enquiry;
        lock (_gate)
        {
            enquiry = _machine.Ask(ConsensusMachine.KeyOf(name, number), (missing, _) => answer.TrySetResult(missing))
                ?? throw _machine.ClosedBy ?? new InvalidCallException(
                    $"{Bounds.Enquiries} questions who has not called an operation are unanswered. Await some of them before asking more.");
        }

        try
        {
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false) ?? throw _machine.ClosedBy!;
        }
        finally
        {
            lock (_gate)
            {
                _machine.Withdraw(enquiry);
            }
        }
    }

    /// <summary>
    /// How far programs are, as their ranks have said by <see cref="Report"/>: of each the newest that has come here, in order of ranks. Of
    /// those that have said nothing there is none. Not verified.
    /// </summary>
    public IReadOnlyList<RankReport> Reports => _reports.All;

    /// <summary>Tells all ranks how far this one's program is (docs/spec/dac.md §10). Nobody waits for it, and it counts for nothing.</summary>
    /// <param name="checkpoint">The checkpoint that it works for; 0 where there are none.</param>
    /// <param name="done">At most <paramref name="total"/>, in a unit of the program's own.</param>
    /// <param name="total">At least 1.</param>
    public void Report(int checkpoint, ulong done, ulong total)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(checkpoint);
        ArgumentOutOfRangeException.ThrowIfZero(total);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(done, total);
        _reports.Say(checkpoint, done, total);
    }

    /// <summary>
    /// Audits all operations that have ended, and whose names begin with something (docs/spec/audit.md): to be called by every rank, in every
    /// replica, when it has no such operation outstanding, before it commits to what came of them. Ends when all members have come to it.
    /// </summary>
    /// <param name="prefix">With what the names begin.</param>
    /// <param name="context">What is audited, in bytes equal at all ranks: chain, job, checkpoint and run. None that was audited before.</param>
    /// <param name="cancellationToken">Ends the waiting, and this slot's part: others come to no result then.</param>
    /// <returns>How it ended: of a group that an audit has ended before, how that did. What has passed is not audited again.</returns>
    /// <exception cref="InvalidOperationException">The group has no audits (<see cref="AuditOptions.Signer"/>), or one is under way.</exception>
    /// <exception cref="ConsensusException">This rank takes no part in the group any more.</exception>
    public async Task<AuditOutcome> AuditAsync(string prefix, ReadOnlyMemory<byte> context, CancellationToken cancellationToken = default)
    {
        var audit = _audit ?? throw new InvalidOperationException("Without ConsensusOptions.Audit and its signer there are no audits. Set both at all ranks.");
        var ended = new TaskCompletionSource<AuditOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var interval = _machine.ClosedBy is null ? audit.Start(prefix, context, outcome => ended.TrySetResult(outcome)) : null;
        try
        {
            return await Task.WhenAny(ended.Task, _left.Task).WaitAsync(cancellationToken).ConfigureAwait(false) == ended.Task
                ? await ended.Task.ConfigureAwait(false)
                : _machine.ClosedBy is AuditFailedException failed ? failed.Outcome : throw _machine.ClosedBy!;
        }
        finally
        {
            if (interval is not null)
            {
                audit.Withdraw(interval);
            }
        }
    }

    /// <summary>
    /// Tells the user of a peer's node something that is no operation (<see cref="ConsensusOptions.Told"/>). Nobody says whether it came: it is
    /// lost where one of the two is no member, or ends.
    /// </summary>
    /// <param name="peer">Who: a rank, or a replica of one.</param>
    /// <param name="word">Up to 1024 bytes, which stay unchanged.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such peer, or the word is too long.</exception>
    public void Tell(int peer, ReadOnlyMemory<byte> word)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(peer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(peer, _transport.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(word.Length, Bounds.WordBytes, nameof(word));
        lock (_gate)
        {
            _machine.Tell(peer, word);
        }
    }

    /// <summary>
    /// Delivers to the user of a peer's node something that is no operation and can wait (<see cref="ConsensusOptions.Delivered"/>): to any peer that
    /// the transport reaches, member or not. Nobody says whether it came.
    /// </summary>
    /// <param name="peer">Who: a rank, or a replica of one.</param>
    /// <param name="parcel">Up to 257 KiB, which stay unchanged.</param>
    /// <returns>Whether it is on its way. Not while the peer has yet to take what it was sent before, nor to oneself, nor from a node that was disposed of.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such peer, or the parcel is too long.</exception>
    public bool TryDeliver(int peer, ReadOnlyMemory<byte> parcel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(peer);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(peer, _transport.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parcel.Length, Bounds.ParcelBytes, nameof(parcel));
        lock (_gate)
        {
            return !_isDisposed && peer != _transport.Self && _transport.TrySend(peer, new FrameHeader { Type = FrameType.Parcel }, parcel);
        }
    }

    /// <summary>
    /// Leaves the group for good: outstanding calls end as <see cref="GroupClosedException"/>, but what this rank has given to
    /// operations that others are still to call is handed to another rank and stays counted.
    /// </summary>
    /// <param name="cancellationToken">Ends the waiting, not the leaving.</param>
    /// <returns>Completes when the others have decided to go on without this rank, or there is nobody else.</returns>
    /// <exception cref="LeftBehindException">The others went on without this rank before it could hand over anything.</exception>
    public Task LeaveAsync(CancellationToken cancellationToken = default) => Leave().WaitAsync(cancellationToken);

    /// <summary>
    /// Forgets the ended operations of names that nobody needs any more, of an interval that is settled, say: a replica that calls one of
    /// them still ends as <see cref="LeftBehindException"/>. They must not be called again. A name with an outstanding operation is kept.
    /// </summary>
    /// <param name="prefix">How the names begin; of characters as they are.</param>
    public void Forget(string prefix)
    {
        lock (_gate)
        {
            _machine.Forget(prefix);
        }
    }

    /// <summary>Ends at once, as the process does: without <see cref="LeaveAsync"/> before it, the others see this rank die.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (_isDisposed)
            {
                return;
            }

            _isDisposed = true;
            _machine.Close();
        }

        _audit?.Dispose();
        await _timer.DisposeAsync().ConfigureAwait(false);
        await _reports.DisposeAsync().ConfigureAwait(false);
        await _transport.DisposeAsync().ConfigureAwait(false);
    }

    internal Task Leave()
    {
        lock (_gate)
        {
            _machine.Leave();
        }

        return _left.Task;
    }

    internal Operation? Submit(OperationCall call, ICaller caller)
    {
        lock (_gate)
        {
            return _machine.Submit(call, caller);
        }
    }

    /// <summary>Nobody waits for an operation any more.</summary>
    /// <returns>Whether it had not ended before.</returns>
    internal bool Abandon(Operation? operation, PendingCall caller)
    {
        lock (_gate)
        {
            if (operation is null || operation.Caller != caller)
            {
                return false;
            }

            operation.Caller = null;
            return true;
        }
    }

    /// <summary>Operations that are kept for others.</summary>
    internal int Kept => _machine.Kept;

    /// <summary>Whether this process is no member yet.</summary>
    internal bool IsJoining => _machine.IsJoining;

    /// <summary>Whether its program is told what is over.</summary>
    internal bool IsBehind => _machine.IsBehind;

    /// <summary>Identity of the view that this node plays in.</summary>
    internal ulong View => _machine.ViewId;

    /// <summary>Who audits at this node.</summary>
    internal IAuditDesk? Desk { get; set; }

    /// <summary>Begins audits at this node.</summary>
    internal AuditLine? Audits => _audit;

    /// <summary>What is kept for audits; null where there are none. To be used by the <see cref="Desk"/> within <see cref="Locked{T}"/>, or when it is told something.</summary>
    internal EvidenceLog? Evidence => _machine.Evidence;

    /// <summary>Does something under the node's lock: an audit message, taking evidence out, ending the group.</summary>
    internal T Locked<T>(Func<ConsensusMachine, T> work)
    {
        lock (_gate)
        {
            return work(_machine);
        }
    }

    internal void Return(PendingCall call) => _calls.Add(call);

    // What was said of, or to, a former process of this slot must not be taken for this one's.
    private static ulong DrawProcess()
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        RandomNumberGenerator.Fill(bytes);
        return Math.Max(1, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
    }

    private static void RequireReplicas(ConsensusOptions options)
    {
        bool areReplicated = options.Quorum == QuorumRule.Replicas;
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Replicas, areReplicated ? 2 : 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Replicas, areReplicated ? options.Transport.Count : 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNotEqual(options.Transport.Count % options.Replicas, 0, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(2 * options.ReplicaQuorum ?? int.MaxValue, options.Replicas, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ReplicaQuorum ?? 1, options.Replicas, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.SlowAfter, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.LogBytes, nameof(options));
        if (options.IsJoining && !areReplicated)
        {
            throw new ArgumentException($"A process joins a group that is under way where ranks have replicas, and this group's rule is {options.Quorum}: start the group anew.", nameof(options));
        }

        if (options.Audit is { } audit)
        {
            ArgumentOutOfRangeException.ThrowIfNotEqual(areReplicated, true, nameof(options));
            ArgumentOutOfRangeException.ThrowIfLessThan(audit.EvidenceBytes, 1 << 20, nameof(options));
        }
    }

    private void Tick()
    {
        lock (_gate)
        {
            while (_overruns.TryDequeue(out int slot))
            {
                _machine.Overrun(slot);
            }

            _machine.Tick();
        }
    }
}
