using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// What a partition states of its own contributions to a window (docs/spec/audit.md §7). Its replicas sign these bytes, and q equal
/// ones count.
/// </summary>
/// <param name="Fingerprint">f, below the modulus.</param>
/// <param name="Claims">Of each operation.</param>
internal sealed record AuditStatement(UInt128 Fingerprint, IReadOnlyList<ReadOnlyMemory<byte>> Claims)
{
    /// <summary>The bytes: u128 fingerprint; for each operation u32 length, and its claim.</summary>
    public byte[] ToBytes()
    {
        var writer = new FieldWriter();
        writer.Write(Fingerprint);
        foreach (var claim in Claims)
        {
            writer.Write((uint)claim.Length);
            writer.Write(claim.Span);
        }

        return writer.Written.ToArray();
    }

    /// <summary>Reads what a partition has signed.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <param name="longest">How long each operation's claim may be.</param>
    /// <returns>The statement, or null.</returns>
    public static AuditStatement? Read(ReadOnlySpan<byte> bytes, IReadOnlyList<int> longest)
    {
        var reader = new FieldReader(bytes);
        var fingerprint = reader.ReadUInt128();
        var claims = new ReadOnlyMemory<byte>[longest.Count];
        for (int i = 0; i < claims.Length; i++)
        {
            int length = reader.ReadCount(1);
            if (length > longest[i])
            {
                return null;
            }

            claims[i] = reader.Take(length).ToArray();
        }

        return reader.IsWhole ? new AuditStatement(fingerprint, claims) : null;
    }
}
