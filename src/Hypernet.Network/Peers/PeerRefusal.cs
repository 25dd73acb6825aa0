namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §6: why a credential is refused. Only <see cref="TenureOver"/> is final: who hears another one may dial again later.</summary>
public enum PeerRefusal : byte
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>Its bytes have another form than they must.</summary>
    Malformed = 1,

    /// <summary>It names another session key than the one that was proven.</summary>
    WrongKey = 2,

    /// <summary>It is for another chain or another job.</summary>
    OtherJob = 3,

    /// <summary>Its rank is not that of its tenure, or not the one that was dialed.</summary>
    WrongRank = 4,

    /// <summary>Its time has not begun.</summary>
    NotYetValid = 5,

    /// <summary>Its time is over.</summary>
    Expired = 6,

    /// <summary>Its signature is not that of the tenure's agent key.</summary>
    WrongSigner = 7,

    /// <summary>Its tenure is not known, or not yet.</summary>
    UnknownTenure = 8,

    /// <summary>Its tenure is over: another one has the place, or nobody; or a later process of it has.</summary>
    TenureOver = 9,
}
