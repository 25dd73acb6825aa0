namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4, ACCEPT: a proposed view, and what its members take over.</summary>
internal sealed record Plan(View View, IReadOnlyList<Adoption> Adoptions)
{
    public static Plan? Read(ReadOnlySpan<byte> bytes, Seats seats)
    {
        int size = seats.Slots;
        var reader = new FieldReader(bytes);
        var view = View.Read(ref reader, seats);
        if (view is null)
        {
            return null;
        }

        var adoptions = new Adoption[reader.ReadCount(Adoption.Bytes)];
        for (int i = 0; i < adoptions.Length; i++)
        {
            adoptions[i] = new Adoption(reader.ReadKey(), reader.ReadSlot(size), reader.ReadUInt128(), reader.ReadByte() != 0);
        }

        return reader.IsWhole ? new Plan(view, adoptions) : null;
    }

    public ReadOnlyMemory<byte> Write()
    {
        var writer = new FieldWriter();
        View.Write(writer);
        writer.WriteAll(Adoptions, adoption =>
        {
            writer.Write(adoption.Key);
            writer.Write((uint)adoption.Source);
            writer.Write(adoption.Digest);
            writer.Write(adoption.IsConflict ? (byte)1 : (byte)0);
        });
        return writer.Written;
    }
}
