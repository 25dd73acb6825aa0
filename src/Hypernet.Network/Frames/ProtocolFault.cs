namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §5: the rule that a connection broke. It ends the connection.</summary>
public enum ProtocolFault
{
    /// <summary>No rule was broken.</summary>
    None,

    /// <summary>A frame does not start with <c>HN</c>.</summary>
    BadMagic,

    /// <summary>The version of the frame is another one.</summary>
    UnsupportedVersion,

    /// <summary>The type of the frame is none of <see cref="FrameType"/>.</summary>
    UnknownType,

    /// <summary>The payload exceeds the limit.</summary>
    PayloadTooLarge,

    /// <summary>A HELLO or ACK has another length than it must.</summary>
    BadLength,

    /// <summary>A HELLO or ACK is numbered, or another frame is not.</summary>
    BadSequence,

    /// <summary>A frame is not the next one, nor one that came before.</summary>
    SequenceGap,

    /// <summary>A frame is acknowledged that was not sent.</summary>
    AcknowledgedUnsent,

    /// <summary>A HELLO came later than first, or something else came first.</summary>
    UnexpectedFrame,

    /// <summary>HELLO names another protocol.</summary>
    UnsupportedProtocol,

    /// <summary>HELLO has another token.</summary>
    WrongToken,

    /// <summary>HELLO is from a peer that is not in the book, or that has left, or is meant for another one.</summary>
    WrongPeer,

    /// <summary>HELLO claims to resume what never was, or has been acknowledged.</summary>
    BadResume,

    /// <summary>HELLO did not come in time.</summary>
    SlowHandshake,

    /// <summary>More handshakes were begun than are allowed at once; this was the oldest.</summary>
    TooManyHandshakes,

    /// <summary>No TLS 1.3 came about: another protocol or version, no certificate, a key of another kind.</summary>
    TlsFailed,

    /// <summary>TLS was not for <c>hypernet/1</c>.</summary>
    WrongApplication,

    /// <summary>More bytes came before the credential than are allowed.</summary>
    HandshakeTooLong,

    /// <summary>The credential was longer than allowed, or was refused.</summary>
    CredentialRefused,

    /// <summary>The other side refused the own credential.</summary>
    RefusedByPeer,

    /// <summary>The credential of a connection has expired.</summary>
    CredentialExpired,

    /// <summary>None of a peer's endpoints may be dialed: they are local addresses, or names without an address.</summary>
    NoAddress,
}
