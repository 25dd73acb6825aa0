namespace Hypernet.Network.Connections;

/// <summary>How TLS and the exchange of credentials ended.</summary>
/// <param name="Fault">The rule that was broken; then the rest says nothing but why.</param>
/// <param name="Refusal">Why a credential was refused: the other side's, or the own one (<see cref="ProtocolFault.RefusedByPeer"/>).</param>
/// <param name="Verdict">Who the other side is.</param>
internal sealed record Admission(ProtocolFault Fault, PeerRefusal Refusal = PeerRefusal.None, PeerVerdict? Verdict = null);
