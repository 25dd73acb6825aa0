namespace Hypernet.Client;

/// <summary>A job, as a line of a list. Amounts are decimal strings in <see cref="Unit"/>, accounts are checksum addresses.</summary>
public sealed record JobView
{
    /// <summary>The job's contract.</summary>
    public required string Address { get; init; }

    /// <summary>Who placed it.</summary>
    public required string Buyer { get; init; }

    /// <summary>The code that it runs.</summary>
    public required string Implementation { get; init; }

    /// <summary>Whether that code was the genesis implementation or listed by vote when the job was placed; else the job is custom.</summary>
    public required bool IsListed { get; init; }

    /// <summary>Open, Filled, Running, Frozen, Completed, Cancelled or Aborted.</summary>
    public required string Status { get; init; }

    /// <summary>Why it was aborted, or Terminated for one that its buyer has ended before its last checkpoint; null for all others.</summary>
    public string? Reason { get; init; }

    /// <summary>That the buyer wants it to end, or has ended it, before its last checkpoint; null unless it announced so.</summary>
    public TerminationView? Termination { get; init; }

    /// <summary>The SHA-256 of program.tar.gz: 64 digits, the name of an artifact.</summary>
    public required string SpecHash { get; init; }

    /// <summary>Where the buyer says that the program is; empty if it does not say.</summary>
    public required string ManifestUri { get; init; }

    /// <summary>The unit of all amounts.</summary>
    public string Unit { get; init; } = Wire.AmountUnit;

    /// <summary>Ids of the libraries that its program uses, each 0x and 64 digits.</summary>
    public required IReadOnlyList<string> Libraries { get; init; }

    /// <summary>The terms.</summary>
    public required TermsView Terms { get; init; }

    /// <summary>Sellers that hold a slot or a rank now.</summary>
    public required int Sellers { get; init; }

    /// <summary>The checkpoint that is worked on, counted from 1; 0 before the start.</summary>
    public required int Checkpoint { get; init; }

    /// <summary>Cells (seller, checkpoint) that were settled as honest.</summary>
    public required int CellsSettled { get; init; }

    /// <summary>The block it was placed in.</summary>
    public required BlockView Placed { get; init; }

    /// <summary>Why the server can no longer follow its events; null while it can. Only a custom job can tell nonsense.</summary>
    public string? Fault { get; init; }
}
