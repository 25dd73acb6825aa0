namespace Hypernet.Server.Artifacts;

/// <summary>How an upload ended.</summary>
internal enum PutEnd
{
    /// <summary>It is stored now.</summary>
    Stored,

    /// <summary>It had been stored before; its body was not needed.</summary>
    AlreadyStored,

    /// <summary>It is larger than any artifact may be.</summary>
    TooLarge,

    /// <summary>Its account has used up its quota.</summary>
    OverQuota,

    /// <summary>The server has no room left.</summary>
    StoreFull,

    /// <summary>The body has another length than announced.</summary>
    Incomplete,

    /// <summary>The body has another SHA-256 than announced.</summary>
    Mismatch,
}
