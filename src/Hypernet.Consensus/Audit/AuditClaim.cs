using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>docs/spec/audit.md §9: what a slot shows after a failure: that another one signed what nobody honest would have sent.</summary>
/// <param name="Kind">0 for parts of the operation, 1 for a result, 2 for the parts of contributions that were given for the audit, 3 for parts that their sender does not answer for.</param>
/// <param name="Proof">What the accused slot signed for the one that claims, without its tail.</param>
/// <param name="View">Of kinds 0 and 3: in which view the parts were received.</param>
/// <param name="Parts">Of kind 0: what was received.</param>
internal sealed record AuditClaim(uint Kind, AuditMessage Proof, ulong View, IReadOnlyList<PartEvidence> Parts)
{
    private const int LeastBytes = 4 + 4 + 8 + 4;

    /// <summary>The bytes: u32 claims; for each u32 kind, u32 length and proof, u64 view, parts.</summary>
    /// <param name="claims">Of one slot.</param>
    public static ReadOnlyMemory<byte> ToBytes(IReadOnlyCollection<AuditClaim> claims)
    {
        var writer = new FieldWriter();
        writer.WriteAll(claims, claim =>
        {
            var proof = claim.Proof.ToBytes();
            writer.Write(claim.Kind);
            writer.Write((uint)proof.Length);
            writer.Write(proof.Span);
            writer.Write(claim.View);
            AuditBegin.Write(writer, claim.Parts);
        });
        return writer.Written;
    }

    /// <summary>Reads claims.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <returns>The claims, whose proofs are not checked yet; none if the bytes are something else.</returns>
    public static IReadOnlyList<AuditClaim> Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new FieldReader(bytes.Span);
        var claims = new AuditClaim?[reader.ReadCount(LeastBytes)];
        for (int i = 0; i < claims.Length; i++)
        {
            uint kind = reader.ReadUInt32();
            var proof = AuditMessage.Read(reader.Take(reader.ReadCount(1)).ToArray());
            ulong view = reader.ReadUInt64();
            var parts = AuditBegin.ReadParts(ref reader);
            claims[i] = proof is null ? null : new AuditClaim(kind, proof, view, parts);
        }

        return reader.IsWhole ? [.. claims.OfType<AuditClaim>()] : [];
    }
}
