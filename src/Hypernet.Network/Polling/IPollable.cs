namespace Hypernet.Network.Polling;

/// <summary>Called by the thread that drives a <see cref="Poller"/>, one call at a time.</summary>
internal interface IPollable
{
    /// <summary>Its socket is ready, or has failed.</summary>
    /// <param name="events"><see cref="Native.Libc.Readable"/>, <see cref="Native.Libc.Writable"/>, or others that mean an error.</param>
    void Ready(uint events);
}
