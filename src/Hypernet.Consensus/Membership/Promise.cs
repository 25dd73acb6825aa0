namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4, PROMISE: what a slot reports when it promises a ballot.</summary>
/// <param name="Ballot">To which it binds itself.</param>
/// <param name="Accepted">The view with the highest ballot that it has accepted.</param>
/// <param name="IsLeaving">Whether its program has ended.</param>
/// <param name="Held">Whose contributions it has been handed.</param>
/// <param name="Completed">The operations that it has completed, and that are not stable.</param>
internal sealed record Promise(Ballot Ballot, View Accepted, bool IsLeaving, SlotSet Held, IReadOnlyList<CompletedOperation> Completed)
{
    public static Promise? Read(ReadOnlySpan<byte> bytes, int size)
    {
        var reader = new FieldReader(bytes);
        var ballot = reader.ReadBallot(size);
        bool isLeaving = reader.ReadByte() != 0;
        var accepted = View.Read(ref reader, size);
        if (accepted is null)
        {
            return null;
        }

        var held = reader.ReadSlots(size);
        var completed = new CompletedOperation[reader.ReadCount(CompletedOperation.Bytes)];
        for (int i = 0; i < completed.Length; i++)
        {
            completed[i] = new CompletedOperation(reader.ReadKey(), (EndingScope)reader.ReadByte(), reader.ReadSlot(size), reader.ReadUInt128());
        }

        return reader.IsWhole ? new Promise(ballot, accepted, isLeaving, held, completed) : null;
    }

    public ReadOnlyMemory<byte> Write()
    {
        var writer = new FieldWriter();
        writer.Write(Ballot);
        writer.Write(IsLeaving ? (byte)1 : (byte)0);
        Accepted.Write(writer);
        writer.Write(Held);
        writer.WriteAll(Completed, operation =>
        {
            writer.Write(operation.Key);
            writer.Write((byte)operation.Scope);
            writer.Write((uint)operation.Root);
            writer.Write(operation.Digest);
        });
        return writer.Written;
    }
}
