namespace Hypernet.Network.Sessions;

/// <summary>What a session keeps for a peer that has not acknowledged it.</summary>
/// <param name="Frames">How many frames.</param>
/// <param name="Bytes">How much memory: headers and small payloads, and a sixteenth of the large ones, which are their owner's.</param>
internal sealed record SessionLimits(int Frames, long Bytes)
{
    /// <summary>Payloads up to this are copied behind their header: one system call sends many of them, and their owner may forget them.</summary>
    public const int Copied = 4096;

    /// <summary>After so many frames an acknowledgment is due even if nothing flows back.</summary>
    public const int AcknowledgeFrames = 64;

    /// <summary>After so many bytes, too.</summary>
    public const int AcknowledgeBytes = 1 << 20;

    /// <summary>Frames that can wait are taken up to so much memory: a sixteenth of 2 MiB of large payloads.</summary>
    public const long WaitingBytes = 128 * 1024;

    /// <summary>And up to so many frames.</summary>
    public const int WaitingFrames = 1024;

    public static int Weight(int length) => length / 16;
}
