namespace Hypernet.Network.Frames;

internal interface IFrameSink
{
    /// <summary>Takes a whole frame.</summary>
    /// <param name="frame">Its header.</param>
    /// <param name="payload">Valid during the call only.</param>
    /// <returns>The rule that it broke, which ends the reading.</returns>
    ProtocolFault Take(in Frame frame, ReadOnlySpan<byte> payload);
}
