using System.Globalization;

namespace Hypernet.Runtime;

/// <summary>
/// How a rank's program ended. <see cref="Failed"/> is the same at every honest replica, and so is <see cref="Violated"/>
/// but for <see cref="SessionFault.SlowFrame"/>; the others depend on the machine and the moment.
/// </summary>
public abstract record RankEnd
{
    private RankEnd()
    {
    }

    /// <summary>The end as half a sentence after "the program".</summary>
    public sealed override string ToString() => this switch
    {
        Failed { ExitCode: var code } => string.Create(CultureInfo.InvariantCulture, $"ended by itself with exit code {code}"),
        Violated { Fault: var fault, Detail: var detail } => $"broke a rule ({fault}): {detail}",
        OutOfMemory { MemoryMiB: var limit } => string.Create(CultureInfo.InvariantCulture, $"used up its memory of {limit} MiB"),
        OutOfTime { WallTime: var limit } => string.Create(CultureInfo.InvariantCulture, $"used up its time of {limit.TotalSeconds:0.#} s"),
        OutputFlood { OutputBytes: var limit } => string.Create(CultureInfo.InvariantCulture, $"wrote more than {limit} bytes to standard output and error"),
        Stopped { Reason: var reason } => $"was stopped: {reason}",
        NotRun { Reason: var reason } => $"could not be run: {reason}",
        _ => "finished",
    };

    /// <summary>It reached all checkpoints and finished.</summary>
    public sealed record Finished : RankEnd;

    /// <summary>It ended by itself before it had finished.</summary>
    /// <param name="ExitCode">Its exit code, 128 + n for signal n, 127 for a command that is not there; 0 if it just left.</param>
    public sealed record Failed(int ExitCode) : RankEnd;

    /// <summary>It broke a rule of the protocol, and was killed.</summary>
    /// <param name="Fault">The rule.</param>
    /// <param name="Detail">One sentence with the value.</param>
    public sealed record Violated(SessionFault Fault, string Detail) : RankEnd;

    /// <summary>It used up its memory.</summary>
    /// <param name="MemoryMiB">The limit.</param>
    public sealed record OutOfMemory(int MemoryMiB) : RankEnd;

    /// <summary>It used up its time.</summary>
    /// <param name="WallTime">The limit.</param>
    public sealed record OutOfTime(TimeSpan WallTime) : RankEnd;

    /// <summary>It wrote more than it may to standard output and error.</summary>
    /// <param name="OutputBytes">The limit.</param>
    public sealed record OutputFlood(long OutputBytes) : RankEnd;

    /// <summary>The host stopped it.</summary>
    /// <param name="Reason">What the program was told.</param>
    public sealed record Stopped(string Reason) : RankEnd;

    /// <summary>The machine could not run it: no fault of the program.</summary>
    /// <param name="Reason">What the sandbox said.</param>
    public sealed record NotRun(string Reason) : RankEnd;
}
