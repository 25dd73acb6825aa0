namespace Hypernet.Consensus;

/// <summary>Type of a contribution's elements, little-endian. The numbers stand in descriptors.</summary>
public enum ElementType : byte
{
    /// <summary>Bytes of any length, which may differ between ranks.</summary>
    Bytes = 0,

    /// <summary>IEEE 754 binary64.</summary>
    F64 = 1,

    /// <summary>IEEE 754 binary32, accumulated exactly, rounded once.</summary>
    F32 = 2,

    /// <summary>32-bit integer.</summary>
    I32 = 3,

    /// <summary>64-bit integer.</summary>
    I64 = 4,

    /// <summary>64-bit integer without sign.</summary>
    U64 = 5,

    /// <summary>One byte, 0 or 1.</summary>
    Bool = 6,

    /// <summary>Exact sums in wire form (docs/spec/dac.md): a local dot product, say. The result is F64.</summary>
    ExactSum = 7,
}
