namespace Hypernet.Market;

/// <summary>Consecutive records of a file: those of one partition.</summary>
/// <param name="Records">How many records.</param>
/// <param name="Offset">Where they begin, in bytes from the start of the file.</param>
/// <param name="Length">How many bytes they take.</param>
public readonly record struct RowRange(long Records, long Offset, long Length);
