namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §3: what a frame between peers is. HELLO and ACK never leave this layer.</summary>
public enum FrameType : byte
{
    /// <summary>First frame of a connection.</summary>
    Hello = 1,

    /// <summary>Acknowledges what was received and carries nothing.</summary>
    Ack = 2,

    /// <summary>A part of an operation.</summary>
    Data = 16,

    /// <summary>Two descriptors met under one operation number.</summary>
    Mismatch = 17,

    /// <summary>Asks which operations a member has called.</summary>
    Query = 18,

    /// <summary>Answers <see cref="Query"/>.</summary>
    Answer = 19,

    /// <summary>A member is believed, or proven, to be dead.</summary>
    Suspect = 32,

    /// <summary>A proposer asks for a promise.</summary>
    Prepare = 33,

    /// <summary>A member promises, and reports its operations.</summary>
    Promise = 34,

    /// <summary>A proposer asks for a view to be accepted.</summary>
    Accept = 35,

    /// <summary>A member accepts a view.</summary>
    Accepted = 36,

    /// <summary>A view is decided, with its certificate.</summary>
    View = 37,

    /// <summary>A member refuses a ballot, naming the higher one.</summary>
    Refuse = 38,

    /// <summary>Asks for a completed result.</summary>
    Fetch = 39,

    /// <summary>A completed result, for a member that lacks it.</summary>
    Result = 40,

    /// <summary>A member goes, and says what it had contributed.</summary>
    Leave = 41,

    /// <summary>A contribution that a leaving member hands over.</summary>
    Handover = 42,

    /// <summary>A process without memory asks to become a member in its slot.</summary>
    Join = 43,

    /// <summary>A part of a message between those who audit at two slots.</summary>
    Audit = 44,

    /// <summary>How far members are.</summary>
    Progress = 48,

    /// <summary>How far programs are, as their ranks say.</summary>
    Report = 49,

    /// <summary>What the users of two nodes tell each other.</summary>
    Word = 50,

    /// <summary>What the users of two nodes give each other, in larger pieces.</summary>
    Parcel = 51,
}
