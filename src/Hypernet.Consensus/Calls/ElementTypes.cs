namespace Hypernet.Consensus;

/// <summary>What the numbers of <see cref="ElementType"/> mean in bytes.</summary>
internal static class ElementTypes
{
    /// <summary>Bytes of an element of a contribution; 0 where elements differ in length.</summary>
    /// <param name="type">A type of the table.</param>
    public static int Width(this ElementType type) => type switch
    {
        ElementType.Bytes or ElementType.Bool => 1,
        ElementType.F32 or ElementType.I32 => 4,
        ElementType.F64 or ElementType.I64 or ElementType.U64 => 8,
        _ => 0,
    };

    /// <summary>Bytes of an element of a reduction's result.</summary>
    /// <param name="type">A type of the table.</param>
    public static int ResultWidth(this ElementType type) => type == ElementType.ExactSum ? sizeof(double) : type.Width();
}
