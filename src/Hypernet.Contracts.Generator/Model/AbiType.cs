namespace Hypernet.Contracts.Generator;

/// <summary>A Solidity type, and how C# names it, reads it, writes it and shows it to people.</summary>
internal abstract record AbiType(string Solidity, string CSharp)
{
    /// <summary>Whether its encoding has an offset in the head.</summary>
    public abstract bool IsDynamic { get; }

    /// <summary>Its words in the head, if it is static.</summary>
    public abstract int StaticWords { get; }

    /// <summary>Its bytes in a head.</summary>
    public int HeadBytes => 32 * (IsDynamic ? 1 : StaticWords);

    /// <summary>An expression that reads a value from an AbiReader.</summary>
    public abstract string Read(string reader, int depth);

    /// <summary>A statement that writes a value to an AbiWriter.</summary>
    public abstract string Write(string writer, string value, int depth);

    /// <summary>An expression that shows a value to people.</summary>
    public virtual string Show(string value, int depth) => $"AbiText.Of({value})";

    /// <summary>The head of several values, in bytes.</summary>
    public static int HeadOf(IEnumerable<AbiType> types) => types.Sum(type => type.HeadBytes);
}
