namespace Hypernet.Network;

/// <summary>Who a transport reports to. Calls come one at a time, in the order of what happened; they must not block.</summary>
public interface ITransportHandler
{
    /// <summary>A frame has arrived: once, and in the order in which its peer sent it, over however many connections.</summary>
    /// <param name="peer">Who sent it, authenticated by the transport.</param>
    /// <param name="header">What it says about itself; hostile until checked.</param>
    /// <param name="payload">Valid during the call only.</param>
    void Received(int peer, in FrameHeader header, ReadOnlySpan<byte> payload);

    /// <summary>
    /// A frame with a long payload has begun to arrive, which may be received where it is to stay. It may never be whole; the next
    /// call for this peer, of this method or of <see cref="Received"/>, says that the room is not written to any more.
    /// </summary>
    /// <param name="peer">Who sends it, authenticated by the transport.</param>
    /// <param name="header">What it says about itself; hostile until checked.</param>
    /// <param name="length">Of the payload, in bytes.</param>
    /// <returns>Room for so many bytes, that <see cref="Received"/> gives as payload; or none.</returns>
    Memory<byte> RoomFor(int peer, in FrameHeader header, int length) => default;

    /// <summary>The link to a peer is gone. It is dialed again until <see cref="ITransport.Forget"/>, or until the peer's death is proven: then nothing is owed to it any more.</summary>
    /// <param name="peer">Whose link.</param>
    /// <param name="loss">What is known. May come again with a stronger reason.</param>
    void Lost(int peer, PeerLoss loss);

    /// <summary>A link that was lost is back, and what was not acknowledged has been sent again.</summary>
    /// <param name="peer">Whose link.</param>
    void Restored(int peer);

    /// <summary>
    /// Another process has the peer's place now: the former one is dead. Nothing that was sent to it, or came from it, is owed to the
    /// new one, and frames are numbered anew in both directions. Everything of the former has been reported before, its loss
    /// (<see cref="PeerLoss.Refused"/>) included; what is sent from now on, in this call too, goes to the new one.
    /// </summary>
    /// <param name="peer">Whose place.</param>
    void Renewed(int peer)
    {
    }
}
