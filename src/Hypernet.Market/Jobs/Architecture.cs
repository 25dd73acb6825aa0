namespace Hypernet.Market;

/// <summary>CPU architectures that a job can ask for. Numbers as in the contracts.</summary>
public enum Architecture
{
    /// <summary>Whatever the seller has.</summary>
    Any = 0,

    /// <summary>64-bit x86.</summary>
    X64 = 1,

    /// <summary>64-bit ARM.</summary>
    Arm64 = 2,
}
