namespace Hypernet.Agent.Keeping;

/// <summary>The artifacts of a checkpoint; of one at which the program failed, the first alone.</summary>
internal enum CheckpointPart : byte
{
    /// <summary>Its SHA-256 is the digest on chain.</summary>
    Record = 0,

    /// <summary>Its SHA-256 is in the record.</summary>
    Result = 1,

    /// <summary>Its SHA-256 is in the record.</summary>
    State = 2,
}
