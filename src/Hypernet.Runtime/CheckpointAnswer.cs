namespace Hypernet.Runtime;

/// <summary>What the host tells a program that waits at a checkpoint.</summary>
public abstract record CheckpointAnswer
{
    private CheckpointAnswer()
    {
    }

    /// <summary>The checkpoint is settled; the program goes on.</summary>
    public static CheckpointAnswer GoOn { get; } = new Settled();

    /// <summary>The program is stopped here.</summary>
    /// <param name="reason">One sentence for the program and its buyer, at most 1000 bytes of UTF-8 are sent.</param>
    /// <returns>The answer.</returns>
    public static CheckpointAnswer Stop(string reason) => new Refused(reason);

    /// <summary>The checkpoint is settled.</summary>
    public sealed record Settled : CheckpointAnswer;

    /// <summary>The run ends here.</summary>
    /// <param name="Reason">One sentence.</param>
    public sealed record Refused(string Reason) : CheckpointAnswer;
}
