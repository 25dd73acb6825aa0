namespace Hypernet.Runtime.Frames;

/// <summary>docs/spec/runtime.md §7: bytes of the arena, within it.</summary>
internal readonly record struct Place(long Offset, int Length)
{
    /// <summary>Reads what a program says about a place.</summary>
    /// <returns>The place; null if the program names none.</returns>
    public static Place? Read(bool isNamed, ulong offset, ulong length, long arenaBytes)
    {
        // The arena is the bound of both; subtracting cannot wrap where length <= arena.
        bool isWithin = isNamed ? arenaBytes > 0 && length <= (ulong)arenaBytes && offset <= (ulong)arenaBytes - length : offset == 0;
        if (!isWithin)
        {
            throw new FrameException(
                SessionFault.BadPlace, $"CALL names {length} bytes at {offset} of an arena of {arenaBytes}{(isNamed ? "" : ", and says that it does not use it")}");
        }

        return isNamed ? new Place((long)offset, checked((int)length)) : null;
    }
}
