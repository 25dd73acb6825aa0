using System.Globalization;

namespace Hypernet.Runtime.Launching;

/// <summary>How the program of one rank ended.</summary>
/// <param name="Rank">Which.</param>
/// <param name="ExitCode">Its exit code; 128 + n for signal n.</param>
/// <param name="IsIntended">Whether it was killed by a <see cref="ScheduledKill"/>.</param>
/// <param name="Fault">The rule of docs/spec/runtime.md that it broke, for which it was killed; null if none.</param>
public sealed record LocalRankEnd(int Rank, int ExitCode, bool IsIntended, string? Fault)
{
    private const int SignalBase = 128;

    // signal(7), x86-64 and arm64.
    private static readonly string[] Signals =
        ["", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE", "ALRM", "TERM"];

    /// <summary>Which of the rank's programs; null if it has one only.</summary>
    public int? Replica { get; init; }

    /// <summary>Whether something went wrong that nobody asked for.</summary>
    public bool IsFailure => !IsIntended && (ExitCode != 0 || Fault is not null);

    /// <summary>The end without its rank, such as "ended by signal TERM".</summary>
    public string How => this switch
    {
        { IsIntended: true } => "killed, as asked for",
        { Fault: { } fault } => $"killed, for it broke a rule of the runtime: {fault}",
        { ExitCode: > SignalBase } when ExitCode - SignalBase < Signals.Length => $"ended by signal {Signals[ExitCode - SignalBase]}",
        _ => string.Create(CultureInfo.InvariantCulture, $"ended with exit code {ExitCode}"),
    };

    /// <summary>The end in a sentence.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"rank {LocalSeat.NameOf(Rank, Replica)}: {How}");
}
