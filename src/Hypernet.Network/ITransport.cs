namespace Hypernet.Network;

/// <summary>
/// Carries frames between peers, known by their index in a peer book that is the same at all of them. Links are made when they
/// are first used, and again when they break; a frame arrives exactly once while both processes live.
/// </summary>
public interface ITransport : IAsyncDisposable
{
    /// <summary>The own index in the peer book.</summary>
    int Self { get; }

    /// <summary>Number of peers in the book, the own one included.</summary>
    int Count { get; }

    /// <summary>The clock that timers of this network run by: the system's, or a simulation's.</summary>
    TimeProvider Time { get; }

    /// <summary>Begins to accept and to report. Called once, before anything is sent.</summary>
    /// <param name="handler">Who is reported to.</param>
    void Start(ITransportHandler handler);

    /// <summary>Sends a frame, or queues it until the link is there. Never blocks; may be called from any thread and from the handler.</summary>
    /// <param name="peer">To whom; not the own index.</param>
    /// <param name="header">What the frame says about itself.</param>
    /// <param name="payload">At most the transport's limit. Must stay unchanged until the peer has received it: it may be sent again.</param>
    void Send(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload);

    /// <summary>
    /// Sends a frame that can wait, as <see cref="Send"/> does, unless the peer has yet to acknowledge much of what it was sent before: so who does
    /// not read has no memory taken by it, and what is more urgent does not stand behind it.
    /// </summary>
    /// <param name="peer">To whom; not the own index.</param>
    /// <param name="header">What the frame says about itself.</param>
    /// <param name="payload">As for <see cref="Send"/>.</param>
    /// <returns>Whether it was taken; of a network that bounds nothing, always.</returns>
    bool TrySend(int peer, in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        Send(peer, header, payload);
        return true;
    }

    /// <summary>
    /// Closes the link to a peer's process for good and drops what was queued for it. Its frames are no longer reported. A later process
    /// is not kept out by it, where one can take the place (<see cref="ITransportHandler.Renewed"/>).
    /// </summary>
    /// <param name="peer">Who left.</param>
    void Forget(int peer);
}
