using Hypernet.Network;

namespace Hypernet.Consensus.Runs;

/// <summary>One operation in one view, as one slot plays it. A new view throws it away and starts another one from the kept contributions.</summary>
internal interface IRun
{
    /// <summary>Where a frame that has begun to arrive is to be received. It may still not come, or come again.</summary>
    /// <param name="slot">Who sends it: a member of the view.</param>
    /// <param name="header">Hostile.</param>
    /// <param name="length">Of the payload, in bytes.</param>
    /// <returns>Room for so many bytes, that are not looked at and not used for anything else until <see cref="Receive"/> is given them; or none.</returns>
    Memory<byte> RoomFor(int slot, in FrameHeader header, int length) => default;

    /// <summary>Begins, once this slot has called the operation. Frames may have come before.</summary>
    /// <param name="contributions">The own contribution, and those handed over to this slot, by the slot that made them.</param>
    void Start(IReadOnlyList<KeyValuePair<int, ReadOnlyMemory<byte>>> contributions);

    /// <summary>A frame of this operation in this view has arrived. May come before <see cref="Start"/>: it is kept, within the machine's bound.</summary>
    /// <param name="slot">Who sent it: a member of the view.</param>
    /// <param name="header">Its place in the schedule; hostile until checked.</param>
    /// <param name="payload">Valid during the call only.</param>
    void Receive(int slot, in FrameHeader header, ReadOnlySpan<byte> payload);
}
