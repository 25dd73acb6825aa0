namespace Hypernet.Market;

/// <summary>How a program failed, where every honest replica sees the same failure. Numbers as in docs/spec/commitment.md.</summary>
public enum FailureKind
{
    /// <summary>The program ended by itself before its last checkpoint, with the record's exit code.</summary>
    ExitCode = 1,

    /// <summary>A declared output is missing, too large, or not a regular file.</summary>
    InvalidOutput = 2,

    /// <summary>WebAssembly only: access outside the module's memory.</summary>
    MemoryTrap = 3,

    /// <summary>WebAssembly only: the instruction budget is spent.</summary>
    Fuel = 4,
}
