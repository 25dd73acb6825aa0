using Hypernet.Network.Frames;

namespace Hypernet.Network.Sessions;

internal sealed partial class PeerSession
{
    private ulong _received;
    private ulong _acknowledgedToPeer;
    private long _unacknowledgedBytes;

    /// <summary>The frames up to this one have been received. May be read by any thread.</summary>
    public ulong Received => Volatile.Read(ref _received);

    /// <summary>Whether the peer does not know of all that has been received.</summary>
    public bool OwesAcknowledgment => Volatile.Read(ref _acknowledgedToPeer) != Received;

    /// <summary>Whether so much was received that the peer should know at once.</summary>
    public bool IsAcknowledgmentDue =>
        Received - Volatile.Read(ref _acknowledgedToPeer) >= SessionLimits.AcknowledgeFrames || Volatile.Read(ref _unacknowledgedBytes) >= SessionLimits.AcknowledgeBytes;

    /// <summary>Whether a numbered frame follows the last that was received.</summary>
    public bool IsNext(in Frame frame) => frame.Sequence == _received + 1;

    /// <summary>Whether a numbered frame is new.</summary>
    /// <param name="frame">A frame of the session.</param>
    /// <param name="isNew">Whether it is the next one, and not one that came before.</param>
    public ProtocolFault Receive(in Frame frame, out bool isNew)
    {
        isNew = IsNext(frame);
        if (isNew)
        {
            Volatile.Write(ref _received, frame.Sequence);
            Volatile.Write(ref _unacknowledgedBytes, _unacknowledgedBytes + FrameCodec.HeaderBytes + frame.Length);
        }

        return frame.Sequence <= _received ? ProtocolFault.None : ProtocolFault.SequenceGap;
    }

    /// <summary>Writes a frame that acknowledges and carries nothing.</summary>
    /// <param name="destination">Receives <see cref="FrameCodec.HeaderBytes"/> bytes.</param>
    public void WriteAcknowledgment(Span<byte> destination) =>
        FrameCodec.Write(destination, new Frame(new FrameHeader { Type = FrameType.Ack }, 0, 0, TakeAcknowledgment()));

    /// <summary>What the peer is to be told now: it knows then.</summary>
    public ulong TakeAcknowledgment()
    {
        ulong received = Received;
        Volatile.Write(ref _acknowledgedToPeer, received);
        Volatile.Write(ref _unacknowledgedBytes, 0);
        return received;
    }
}
