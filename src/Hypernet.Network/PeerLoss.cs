namespace Hypernet.Network;

/// <summary>What is known of a peer whose link is gone.</summary>
public enum PeerLoss
{
    /// <summary>The link broke, and is being dialed again; or the peer does not acknowledge what it is sent.</summary>
    Broken,

    /// <summary>The peer's own host refused the connection, or another process answers in its place: its process has ended. Proof of death.</summary>
    Refused,

    /// <summary>The peer will not speak with this process again: to it, the own tenure is over, or has a later process. Proves nothing, and is not dialed again.</summary>
    Dismissed,
}
