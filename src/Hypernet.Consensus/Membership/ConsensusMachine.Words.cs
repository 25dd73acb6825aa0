using Hypernet.Network;

namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §2, WORD: what those who use the nodes of two slots tell each other beside operations.</summary>
internal sealed partial class ConsensusMachine
{
    /// <summary>Tells another slot's user something: in order, and lost where one of the two is no member, or ends.</summary>
    /// <param name="slot">To whom.</param>
    /// <param name="word">Up to <see cref="Bounds.WordBytes"/>; stays unchanged.</param>
    public void Tell(int slot, ReadOnlyMemory<byte> word)
    {
        if (_closed is null && slot != _self && _standing[slot] != Standing.Gone)
        {
            _output.Send(slot, HeaderOf(FrameType.Word), word);
            Flush();
        }
    }

    private bool OnWord(int slot, ReadOnlySpan<byte> payload)
    {
        bool isSound = payload.Length <= Bounds.WordBytes;
        if (isSound)
        {
            _output.Told(slot, payload.ToArray());
        }

        return isSound;
    }
}
