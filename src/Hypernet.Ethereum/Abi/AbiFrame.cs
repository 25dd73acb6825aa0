namespace Hypernet.Ethereum.Abi;

/// <summary>Where a reader or writer was before it entered a dynamic tuple or array; given back to leave it.</summary>
public readonly record struct AbiFrame
{
    internal AbiFrame(int start, int cursor, int headEnd) => (Start, Cursor, HeadEnd) = (start, cursor, headEnd);

    // What offsets count from, the next word of the head, and the head's end.
    internal int Start { get; }

    internal int Cursor { get; }

    internal int HeadEnd { get; }
}
