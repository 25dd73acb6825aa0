namespace Hypernet.Network;

/// <summary>A frame was not taken, since its peer does not acknowledge those that it was sent before.</summary>
public sealed class PeerOverrunException(int peer, long frames, long bytes)
    : NetworkException($"Peer {peer} has not acknowledged {frames} frames of {bytes} bytes, the limit of its session. It reads too slowly, or not at all: forget it, or raise the limit.")
{
    /// <summary>Who does not acknowledge.</summary>
    public int Peer { get; } = peer;
}
