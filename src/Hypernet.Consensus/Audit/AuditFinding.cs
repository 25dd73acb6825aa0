using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// What a partition found of the results of a window (docs/spec/audit.md §7), once it had all statements. Its replicas sign these bytes,
/// and q equal ones count.
/// </summary>
/// <param name="Fingerprint">Of the exact results of its shares, below the modulus.</param>
/// <param name="Unsound">Bit i: operation i is wrong as far as it can see.</param>
/// <param name="Bounds">Bit i: the bound of the error of operation i is that of its share.</param>
internal sealed record AuditFinding(UInt128 Fingerprint, ulong Unsound, ulong Bounds)
{
    /// <summary>How many bytes it has.</summary>
    public const int Bytes = 16 + sizeof(ulong) + sizeof(ulong);

    /// <summary>The bytes: u128 fingerprint, u64 unsound, u64 bounds.</summary>
    public byte[] ToBytes()
    {
        var writer = new FieldWriter();
        writer.Write(Fingerprint);
        writer.Write(Unsound);
        writer.Write(Bounds);
        return writer.Written.ToArray();
    }

    /// <summary>Reads what a partition has signed.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <returns>The finding, or null.</returns>
    public static AuditFinding? Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new FieldReader(bytes);
        var finding = new AuditFinding(reader.ReadUInt128(), reader.ReadUInt64(), reader.ReadUInt64());
        return reader.IsWhole ? finding : null;
    }
}
