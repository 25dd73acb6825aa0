namespace Hypernet.Runtime;

/// <summary>The rule of docs/spec/runtime.md §3 that a program broke.</summary>
public enum SessionFault
{
    /// <summary>HELLO does not start with the magic.</summary>
    BadMagic = 1,

    /// <summary>The protocol id is not spoken here.</summary>
    UnsupportedProtocol,

    /// <summary>Flags or request number are wrong.</summary>
    BadHeader,

    /// <summary>No program sends a frame of this kind.</summary>
    UnknownKind,

    /// <summary>A frame of this kind may not come now.</summary>
    UnexpectedFrame,

    /// <summary>The frame, its result or its state is above the cap.</summary>
    FrameTooLarge,

    /// <summary>The payload is shorter or longer than its fields.</summary>
    BadLength,

    /// <summary>Text is not UTF-8.</summary>
    BadText,

    /// <summary>Progress of more than the total, or a total of 0.</summary>
    BadProgress,

    /// <summary>Not the next checkpoint.</summary>
    WrongCheckpoint,

    /// <summary>More calls are unanswered, or more bytes in them, than may be.</summary>
    TooManyCalls,

    /// <summary>A call names bytes outside the shared memory.</summary>
    BadPlace,

    /// <summary>A frame was not completed, or an answer not taken, in time.</summary>
    SlowFrame,
}
