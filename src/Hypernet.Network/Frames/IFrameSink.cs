namespace Hypernet.Network.Frames;

internal interface IFrameSink
{
    /// <summary>A frame has begun. The next call is about the same frame, unless the reading ends before it is whole.</summary>
    /// <param name="frame">Its header.</param>
    /// <returns>Where its payload is to be received, whole; or nothing.</returns>
    Memory<byte> RoomFor(in Frame frame);

    /// <summary>Takes a whole frame.</summary>
    /// <param name="frame">Its header.</param>
    /// <param name="payload">Valid during the call only.</param>
    /// <returns>The rule that it broke, which ends the reading.</returns>
    ProtocolFault Take(in Frame frame, ReadOnlySpan<byte> payload);
}
