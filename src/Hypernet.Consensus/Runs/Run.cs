using Hypernet.Consensus.Payloads;
using Hypernet.Network;

namespace Hypernet.Consensus.Runs;

/// <summary>What all schedules share: it ends once, and is deaf to all that comes after a broken rule.</summary>
internal abstract class Run(RunContext context, IRunOutput output) : IRun
{
    private List<(int Slot, FrameHeader Header, byte[] Payload)>? _early;
    private bool _isBegun;
    private long _bytesSent;

    /// <summary>Whether the operation has ended here, or a rule was broken.</summary>
    protected bool IsOver { get; private set; }

    /// <summary>What the run knows.</summary>
    protected RunContext Context { get; } = context;

    /// <summary>What is called.</summary>
    protected Descriptor Descriptor => Context.Call.Descriptor;

    /// <summary>The own position among the members.</summary>
    protected int Position { get; } = context.PositionOf(context.Self);

    /// <summary>Steps that this slot takes part in.</summary>
    protected abstract int Rounds { get; }

    /// <inheritdoc/>
    public void Start(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        _isBegun = true;
        Begin(contributions.Count == 1 ? contributions : [.. contributions.Where(IsPlayable)]);
        foreach (var (slot, header, payload) in _early ?? [])
        {
            Receive(slot, header, payload);
        }
    }

    /// <inheritdoc/>
    public void Receive(int slot, in FrameHeader header, ReadOnlySpan<byte> payload)
    {
        // Of a broken run the machine has been told; after the end the schedule has no frame left.
        if (IsOver)
        {
            return;
        }

        if (!_isBegun)
        {
            (_early ??= []).Add((slot, header, payload.ToArray()));
            return;
        }

        string? rule = payload.Length > RunBounds.ChunkBytes ? "a part has at most 256 KiB" : Accept(slot, header, payload);
        if (rule is not null)
        {
            Break(slot, rule);
        }
    }

    /// <inheritdoc/>
    public Memory<byte> RoomFor(int slot, in FrameHeader header, int length) => IsOver || !_isBegun ? default : Room(slot, header, length);

    /// <summary>Where a frame is to be received, once begun.</summary>
    /// <param name="slot">Who sends it.</param>
    /// <param name="header">Hostile.</param>
    /// <param name="length">Of the payload.</param>
    /// <returns>Room for it, unless it breaks a rule; or none.</returns>
    protected virtual Memory<byte> Room(int slot, in FrameHeader header, int length) => default;

    /// <summary>Begins with what this slot plays.</summary>
    /// <param name="contributions">The own contribution, and those handed over.</param>
    protected abstract void Begin(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions);

    /// <summary>Takes a frame, once begun.</summary>
    /// <param name="slot">Who sent it.</param>
    /// <param name="header">Hostile.</param>
    /// <param name="payload">Hostile, and valid during the call only.</param>
    /// <returns>The rule that it breaks, or null.</returns>
    protected abstract string? Accept(int slot, in FrameHeader header, ReadOnlySpan<byte> payload);

    // What was handed over comes from a stranger: what this slot does not play nobody does, so it is missing everywhere.
    private bool IsPlayable(KeyValuePair<int, ReadOnlyMemory<byte>> contribution) =>
        contribution.Key == Context.Self || CallValidation.JudgeContribution(Descriptor, contribution.Value, Context.Size, contribution.Key) is null;

    /// <summary>Gives the run up: what it has merged is not to be trusted.</summary>
    /// <param name="slot">Who broke a rule.</param>
    /// <param name="rule">Which.</param>
    protected void Break(int slot, string rule)
    {
        IsOver = true;
        output.Violated(slot, rule);
    }

    /// <summary>Sends a frame.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="step">Of the schedule.</param>
    /// <param name="chunk">Number of the part.</param>
    /// <param name="first">Where it begins.</param>
    /// <param name="payload">At most <see cref="RunBounds.ChunkBytes"/>.</param>
    protected void SendPart(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload)
    {
        _bytesSent += payload.Length;
        output.Send(slot, step, chunk, first, payload);
    }

    /// <summary>Adds what this slot plays to a payload.</summary>
    /// <param name="payload">Receives it.</param>
    /// <param name="contributions">The own contribution, and those handed over.</param>
    protected static void AddAll(Payload payload, IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions)
    {
        foreach (var (slot, contribution) in contributions)
        {
            payload.Add(slot, contribution);
        }
    }

    /// <summary>Ends the operation at this slot.</summary>
    /// <param name="outcome">Equal at every slot.</param>
    /// <param name="value">What this slot receives, if there is no fault.</param>
    /// <param name="pooled">What the value and frames that were sent lie in, if it can be used again.</param>
    protected void End(Outcome outcome, ReadOnlyMemory<byte> value, PooledBytes? pooled = null) => End(outcome.Fault(Descriptor), outcome.Contributors, value, pooled: pooled);

    /// <summary>Ends the operation at this slot.</summary>
    /// <param name="fault">Why there is no result, or null.</param>
    /// <param name="contributors">Whose contributions are in the result.</param>
    /// <param name="value">What this slot receives.</param>
    /// <param name="errorBound">Bound of the absolute error of each element.</param>
    /// <param name="pooled">What the value and frames that were sent lie in, if it can be used again.</param>
    protected void End(ConsensusException? fault, SlotSet contributors, ReadOnlyMemory<byte> value, double errorBound = 0, PooledBytes? pooled = null)
    {
        IsOver = true;
        if (fault is not null)
        {
            output.Fail(fault);
            return;
        }

        output.Complete(new OperationResult
        {
            Value = value,
            Contributors = contributors,
            ErrorBound = errorBound,
            Pooled = pooled,
            Diagnostics = new OperationDiagnostics(Rounds, _bytesSent, Views: 1),
        });
    }
}
