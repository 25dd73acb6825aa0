namespace Hypernet.Consensus.Progress;

/// <summary>docs/spec/dac.md §10: what a slot has said of its program, as it goes from slot to slot.</summary>
/// <param name="Origin">The slot that said it.</param>
/// <param name="Checkpoint">The checkpoint that the program works for.</param>
/// <param name="Done">At most <paramref name="Total"/>.</param>
/// <param name="Total">At least 1.</param>
/// <param name="Stamp">When, by the origin's clock, in ms since 1970: of two the later one counts.</param>
/// <param name="Since">When, by the own clock, as far as is known.</param>
internal sealed record ProgressRow(int Origin, int Checkpoint, ulong Done, ulong Total, long Stamp, DateTimeOffset Since)
{
    /// <summary>Bytes of the longest row.</summary>
    public const int MostBytes = 6 * MostBytesOfNumber;

    private const int MostBytesOfNumber = 10;
    private const int BitsOfByte = 7;

    // By how much clocks of honest hosts may differ.
    private static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestAge = TimeSpan.FromDays(1);

    /// <summary>Reads a row off the beginning of a message.</summary>
    /// <param name="bytes">What is left of the message, afterwards what follows the row.</param>
    /// <param name="slots">How many there are.</param>
    /// <param name="now">By the own clock.</param>
    /// <returns>Null if there is none.</returns>
    public static ProgressRow? Read(ref ReadOnlySpan<byte> bytes, int slots, DateTimeOffset now)
    {
        bool isSound = TryRead(ref bytes, out ulong origin) & TryRead(ref bytes, out ulong checkpoint) & TryRead(ref bytes, out ulong done)
            & TryRead(ref bytes, out ulong total) & TryRead(ref bytes, out ulong stamp) & TryRead(ref bytes, out ulong age)
            && origin < (ulong)slots && checkpoint <= int.MaxValue && total > 0 && done <= total
            && stamp <= (ulong)(now + Tolerance).ToUnixTimeMilliseconds() && age <= (ulong)LongestAge.TotalMilliseconds;
        return isSound ? new ProgressRow((int)origin, (int)checkpoint, done, total, (long)stamp, now - TimeSpan.FromMilliseconds(age)) : null;
    }

    /// <summary>Writes the row.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Write(Span<byte> bytes, DateTimeOffset now)
    {
        double age = Math.Clamp((now - Since).TotalMilliseconds, 0, LongestAge.TotalMilliseconds);
        int length = 0;
        foreach (ulong number in (ReadOnlySpan<ulong>)[(ulong)Origin, (ulong)Checkpoint, Done, Total, (ulong)Stamp, (ulong)age])
        {
            ulong rest = number;
            for (; rest >> BitsOfByte != 0; rest >>= BitsOfByte)
            {
                bytes[length++] = (byte)(rest | 0x80);
            }

            bytes[length++] = (byte)rest;
        }

        return length;
    }

    private static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong number)
    {
        number = 0;
        for (int i = 0; i < Math.Min(bytes.Length, MostBytesOfNumber); i++)
        {
            number |= (ulong)(bytes[i] & 0x7F) << (BitsOfByte * i);
            if (bytes[i] < 0x80)
            {
                // The tenth byte has one bit; a number has one form.
                bool isSound = i < MostBytesOfNumber - 1 ? i == 0 || bytes[i] != 0 : bytes[i] == 1;
                bytes = bytes[(i + 1)..];
                return isSound;
            }
        }

        return false;
    }
}
