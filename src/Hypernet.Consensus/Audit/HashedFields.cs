using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>H of docs/spec/audit.md §1: SHA-256 of a domain of 8 bytes and of fields of fixed meaning.</summary>
internal static class HashedFields
{
    private const int DomainBytes = 8;

    /// <summary>Begins the fields of a hash.</summary>
    /// <param name="domain">Up to 8 ASCII letters, filled with zeros.</param>
    public static FieldWriter In(ReadOnlySpan<byte> domain)
    {
        var writer = new FieldWriter();
        Span<byte> padded = stackalloc byte[DomainBytes];
        domain.CopyTo(padded);
        writer.Write(padded);
        return writer;
    }

    /// <summary>Writes a hash as a field.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="hash">The hash.</param>
    public static void Write(this FieldWriter writer, Hash256 hash)
    {
        Span<byte> bytes = stackalloc byte[Hash256.Length];
        hash.CopyTo(bytes);
        writer.Write(bytes);
    }

    /// <summary>Writes a descriptor as a field.</summary>
    /// <param name="writer">Receives it.</param>
    /// <param name="descriptor">The descriptor.</param>
    public static void Write(this FieldWriter writer, Descriptor descriptor)
    {
        Span<byte> bytes = stackalloc byte[Descriptor.Bytes];
        descriptor.Write(bytes);
        writer.Write(bytes);
    }

    /// <summary>The hash of all fields.</summary>
    /// <param name="writer">Has them.</param>
    public static Hash256 Hash(this FieldWriter writer) => Hash256.Of(writer.Written.Span);
}
