using System.Net;

namespace Hypernet.Network;

/// <summary>Why a connection was closed.</summary>
/// <param name="Fault">The rule that was broken.</param>
/// <param name="Peer">Who broke it; −1 for a stranger, and for who says to be a peer without being believed.</param>
/// <param name="Address">Where the connection came from, or went to; <see cref="IPAddress.None"/> of <see cref="ProtocolFault.NoAddress"/>.</param>
public sealed record LinkFault(ProtocolFault Fault, int Peer, IPAddress Address)
{
    /// <summary>Why a credential was refused, of <see cref="ProtocolFault.CredentialRefused"/> and <see cref="ProtocolFault.RefusedByPeer"/>.</summary>
    public PeerRefusal Refusal { get; init; }
}
