using System.Runtime.InteropServices;

namespace Hypernet.Consensus;

/// <summary>How far a rank's program is, as one of its processes said: not verified, and as old as it says.</summary>
/// <param name="Rank">Whose program.</param>
/// <param name="Checkpoint">The checkpoint that it works for; 0 where there are none.</param>
/// <param name="Done">At most <paramref name="Total"/>, in a unit of the program's own.</param>
/// <param name="Total">At least 1.</param>
/// <param name="Age">How long ago it was said: less what it spent on the way.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RankReport(int Rank, int Checkpoint, ulong Done, ulong Total, TimeSpan Age);
