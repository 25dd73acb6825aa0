using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>A statement or a finding as it is signed: with the fingerprints of the single operations, by which a failure is found.</summary>
internal static class AuditVote
{
    /// <summary>How many bytes it has.</summary>
    /// <param name="said">Bytes of the statement, or finding.</param>
    /// <param name="count">Operations of the window.</param>
    public static long BytesOf(long said, int count) => sizeof(uint) + said + (16L * count);

    /// <summary>The bytes: u32 length and statement or finding, u128 fingerprint of each operation.</summary>
    /// <param name="said">The statement, or finding.</param>
    /// <param name="fingerprints">By operation.</param>
    public static ReadOnlyMemory<byte> ToBytes(ReadOnlySpan<byte> said, IReadOnlyList<UInt128> fingerprints)
    {
        var writer = new FieldWriter();
        writer.Write((uint)said.Length);
        writer.Write(said);
        foreach (var fingerprint in fingerprints)
        {
            writer.Write(fingerprint);
        }

        return writer.Written;
    }

    /// <summary>Reads what a partition has signed.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <param name="count">Operations of the window.</param>
    /// <returns>Both; null fingerprints if it is not whole.</returns>
    public static (byte[] Said, UInt128[]? Opened) Read(ReadOnlySpan<byte> bytes, int count)
    {
        var reader = new FieldReader(bytes);
        byte[] said = reader.Take(reader.ReadCount(1)).ToArray();
        var opened = new UInt128[count];
        for (int i = 0; i < count; i++)
        {
            opened[i] = reader.ReadUInt128();
        }

        return (said, reader.IsWhole ? opened : null);
    }
}
