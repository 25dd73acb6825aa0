namespace Hypernet.Runtime;

/// <summary>How the conversation with a program ended.</summary>
public abstract record SessionEnd
{
    private SessionEnd()
    {
    }

    /// <summary>The program said that it has finished, after its last checkpoint.</summary>
    public sealed record Finished : SessionEnd;

    /// <summary>The program closed the connection, or never made one, before it had finished.</summary>
    /// <param name="Checkpoint">The last settled checkpoint of the run; the one resumed from, if none.</param>
    public sealed record Left(int Checkpoint) : SessionEnd;

    /// <summary>The host stopped the program.</summary>
    /// <param name="Reason">What the program was told.</param>
    public sealed record Stopped(string Reason) : SessionEnd;

    /// <summary>The program broke a rule of the protocol.</summary>
    /// <param name="Fault">The rule.</param>
    /// <param name="Detail">One sentence with the value.</param>
    public sealed record Violated(SessionFault Fault, string Detail) : SessionEnd;
}
