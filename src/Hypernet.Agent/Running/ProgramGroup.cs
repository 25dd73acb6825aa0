using System.Globalization;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;
using Hypernet.Market;

namespace Hypernet.Agent.Running;

/// <summary>
/// docs/spec/joined.md §3: the partitions of a job as one run of a program sees them. Its calls are numbered within the interval between two
/// checkpoints, and what it gives enters the transcript. A call that cannot be answered by all of them is never answered: the program is
/// held up, which is no fault of its own.
/// </summary>
/// <param name="job">The job.</param>
/// <param name="partition">The partition that the program computes.</param>
/// <param name="partitions">Partitions of the job.</param>
/// <param name="groupFor">Who plays its calls; throws <see cref="GroupClosedException"/> where nobody can.</param>
/// <param name="holdUp">Told, from any thread, why a call is not answered.</param>
internal sealed class ProgramGroup(Account job, int partition, int partitions, Func<IGroup> groupFor, Action<string> holdUp) : IGroup
{
    private IGroup? _group;
    private volatile IGroup? _bound;
    private int _checkpoint;
    private Consensus.Audit.Transcript _given = new(default);

    /// <inheritdoc/>
    public int Rank => partition;

    /// <inheritdoc/>
    public int Size => partitions;

    /// <inheritdoc/>
    public SlotSet Members => _group?.Members ?? SlotSet.None(partitions);

    /// <summary>Audits the operations of a group whose names begin with something. Default: nobody, since there is nobody to audit, or nobody who knows better.</summary>
    public Func<IGroup, string, CancellationToken, Task<AuditOutcome>>? Audit { get; init; }

    /// <summary>A rehearsed lie. Default: none.</summary>
    public Misconduct? Misconduct { get; init; }

    /// <summary>Who plays the calls of the interval; null before the first.</summary>
    public IGroup? Bound => _bound;

    /// <summary>Operations of the interval so far.</summary>
    public ulong Operations => _given.Operations;

    /// <summary>The transcript of the interval so far: for a checkpoint, where nothing is outstanding.</summary>
    public Bytes32 Transcript => new(_given.Value.ToBytes());

    /// <summary>An operation that waits, under the name that the program gave.</summary>
    public static WaitingOperation AsCalled(WaitingOperation operation) =>
        operation with { Name = operation.Name[(operation.Name.IndexOf('/', StringComparison.Ordinal) + 1)..] };

    /// <summary>How the names of an interval begin in the group.</summary>
    /// <param name="checkpoint">The checkpoint that closes it.</param>
    public static string NamesOf(int checkpoint) => string.Create(CultureInfo.InvariantCulture, $"{checkpoint}/");

    /// <summary>The checkpoint that closes the interval of an operation.</summary>
    /// <param name="name">Its name in the group.</param>
    public static int CheckpointOf(string name) => int.Parse(name.AsSpan(0, name.IndexOf('/', StringComparison.Ordinal)), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>Begins an interval; nothing may be outstanding.</summary>
    /// <param name="checkpoint">The checkpoint that closes it.</param>
    public void Begin(int checkpoint)
    {
        Span<byte> start = stackalloc byte[Bytes32.Length];
        Market.Transcript.Start(job, (uint)checkpoint, (uint)partition).CopyTo(start);
        (_checkpoint, _given, _bound) = (checkpoint, new(new Hash256(start)), null);
    }

    /// <inheritdoc/>
    public ValueTask<OperationResult> CallAsync(OperationCall call, CancellationToken cancellationToken = default)
    {
        if (Misconduct?.Applies(MisconductKind.Listen, _checkpoint) == true)
        {
            call = call with { Contribution = FalseContribution.Nothing(call) ?? call.Contribution };
        }

        ValueTask<OperationResult> result;
        try
        {
            var group = _group = _bound ??= groupFor();
            result = group.CallAsync(call with { Name = NamesOf(_checkpoint) + call.Name }, cancellationToken);
        }
        catch (GroupClosedException closed)
        {
            return HeldUpAsync(closed.Message, cancellationToken);
        }

        return AnswerAsync(result, Give(call), cancellationToken);
    }

    /// <summary>Audits the interval: at a checkpoint, where nothing is outstanding.</summary>
    public async Task<AuditOutcome> AuditAsync(CancellationToken cancellationToken)
    {
        if (Audit is null || _bound is not { } group)
        {
            return AuditOutcome.Passed;
        }

        try
        {
            return await Audit(group, NamesOf(_checkpoint), cancellationToken).ConfigureAwait(false);
        }
        catch (ConsensusException fault)
        {
            return AuditOutcome.Undecided(fault.Message);
        }
    }

    // A decision enters the transcript with what it comes to: who is told that.
    private Action<ReadOnlyMemory<byte>>? Give(OperationCall call)
    {
        var given = _given;
        lock (given)
        {
            ulong number = given.Give(call);
            return call.IsDecision ? Decide : null;

            void Decide(ReadOnlyMemory<byte> value)
            {
                lock (given)
                {
                    given.Decide(call, number, value.Span);
                }
            }
        }
    }

    private async ValueTask<OperationResult> AnswerAsync(
        ValueTask<OperationResult> pending, Action<ReadOnlyMemory<byte>>? decide, CancellationToken cancellationToken)
    {
        string reason;
        try
        {
            var result = await pending.ConfigureAwait(false);
            if (result.Contributors.Count == partitions)
            {
                decide?.Invoke(result.Value);

                // What it took here, replicas would see differently.
                return result with { Diagnostics = default };
            }

            reason = $"partitions {SlotSet.All(partitions).Except(result.Contributors)} are missing from a result";
        }
        catch (ConsensusException fault) when (fault is LeftBehindException or GroupClosedException or DivergenceException or RankLostException)
        {
            reason = fault.Message;
        }
        catch (ConsensusException)
        {
            decide?.Invoke(default);
            throw;
        }

        return await HeldUpAsync(reason, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<OperationResult> HeldUpAsync(string reason, CancellationToken cancellationToken)
    {
        holdUp(reason);
        await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        throw new OperationCanceledException("An endless wait has ended.");
    }
}
