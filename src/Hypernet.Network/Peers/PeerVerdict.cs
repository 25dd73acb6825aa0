namespace Hypernet.Network;

/// <summary>What a credential is worth: a place in the book, or a refusal.</summary>
public sealed record PeerVerdict
{
    private PeerVerdict()
    {
    }

    /// <summary>Why the stranger is refused; <see cref="PeerRefusal.None"/> if it is not.</summary>
    public PeerRefusal Refusal { get; private init; }

    /// <summary>Its index in the book.</summary>
    public int Peer { get; private init; }

    /// <summary>Its number among the tenants of that place (<see cref="PeerSeat.Tenure"/>).</summary>
    public long Tenure { get; private init; }

    /// <summary>Its number among the processes of that tenure: each one's is greater than that of the one before.</summary>
    public long Process { get; private init; }

    /// <summary>When the credential expires, and a connection made with it.</summary>
    public DateTimeOffset Until { get; private init; }

    /// <summary>The credential is good.</summary>
    /// <param name="peer">Index in the book; need not be within it.</param>
    /// <param name="tenure">Number among the tenants of that place.</param>
    /// <param name="until">When the credential expires.</param>
    /// <param name="process">Number among the processes of that tenure: a later one takes the place. Where all have the same, none can.</param>
    public static PeerVerdict Accept(int peer, long tenure, DateTimeOffset until, long process = 0) =>
        new() { Peer = peer, Tenure = tenure, Until = until, Process = process };

    /// <summary>The credential is not good.</summary>
    /// <param name="refusal">Why; the stranger is told.</param>
    public static PeerVerdict Refuse(PeerRefusal refusal) => new() { Refusal = refusal };
}
