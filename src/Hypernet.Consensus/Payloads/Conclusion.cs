using System.Runtime.InteropServices;

namespace Hypernet.Consensus.Payloads;

/// <summary>What the merged contributions come to.</summary>
/// <param name="Status">Whether there is a value.</param>
/// <param name="Element">Index of the first element that has none.</param>
/// <param name="Value">The result's bytes; empty if there is none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Conclusion(ConclusionStatus Status, long Element, ReadOnlyMemory<byte> Value)
{
    /// <summary>A value.</summary>
    /// <param name="value">Its bytes.</param>
    public static Conclusion Of(ReadOnlyMemory<byte> value) => new(ConclusionStatus.Value, 0, value);

    /// <summary>No value.</summary>
    /// <param name="status">Why.</param>
    /// <param name="element">Index of the first element that has none.</param>
    public static Conclusion Without(ConclusionStatus status, long element = 0) => new(status, element, default);
}
