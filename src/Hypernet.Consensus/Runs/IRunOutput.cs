namespace Hypernet.Consensus.Runs;

/// <summary>What a run does to the world: implemented by the machine.</summary>
internal interface IRunOutput
{
    /// <summary>Sends a part of the operation to a member of the view.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="step">Step of the schedule.</param>
    /// <param name="chunk">Number of the part.</param>
    /// <param name="first">Index of its first element.</param>
    /// <param name="payload">Must stay unchanged until the operation is stable.</param>
    void Send(int slot, int step, int chunk, long first, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// The operation is complete at this slot, which has sent all that others need of it. Called once, and, but for an exchange,
    /// only after frames have proven that every member of the view has begun: what may be kept and sent rests on it (docs/spec/dac.md §3).
    /// </summary>
    /// <param name="result">What the slot receives.</param>
    void Complete(OperationResult result);

    /// <summary>The operation cannot be done: the same at every slot of the view. Called instead of <see cref="Complete"/>.</summary>
    /// <param name="fault">Why.</param>
    void Fail(ConsensusException fault);

    /// <summary>A frame broke a rule of docs/spec/dac.md: its sender is not to be believed.</summary>
    /// <param name="slot">Who sent it.</param>
    /// <param name="rule">Which rule.</param>
    void Violated(int slot, string rule);
}
