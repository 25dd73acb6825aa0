namespace Hypernet.Consensus.Membership;

/// <summary>docs/spec/dac.md §4, PROMISE: what a slot reports when it promises a ballot.</summary>
/// <param name="Ballot">To which it binds itself.</param>
/// <param name="Accepted">The view with the highest ballot that it has accepted.</param>
/// <param name="Leaving">Whether its program has ended.</param>
/// <param name="Held">Whose contributions it has been handed.</param>
/// <param name="Completed">The operations that it has completed, and that are not stable.</param>
/// <param name="IsSupplierSlow">Whether it has waited for long for its partition's supplier to call what it has called itself.</param>
/// <param name="IsBehind">Whether its program is told what is over, having joined.</param>
/// <param name="IsInMinority">Whether its mates' seals show that it has computed something else than they.</param>
internal sealed record Promise(Ballot Ballot, View Accepted, Leaving Leaving, SlotSet Held, IReadOnlyList<CompletedOperation> Completed, bool IsSupplierSlow, bool IsBehind, bool IsInMinority)
{
    private const byte Slow = 1;
    private const byte Behind = 2;
    private const byte Minority = 4;

    public static Promise? Read(ReadOnlySpan<byte> bytes, Seats seats)
    {
        int size = seats.Slots;
        var reader = new FieldReader(bytes);
        var ballot = reader.ReadBallot(size);
        var leaving = (Leaving)reader.ReadByte();
        var accepted = View.Read(ref reader, seats);
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

        int state = seats.AreReplicated ? reader.ReadByte() : 0;
        bool isSound = reader.IsWhole && leaving <= Leaving.Settled && state <= (Slow | Behind | Minority);
        return isSound ? new Promise(ballot, accepted, leaving, held, completed, (state & Slow) != 0, (state & Behind) != 0, (state & Minority) != 0) : null;
    }

    public ReadOnlyMemory<byte> Write(Seats seats)
    {
        var writer = new FieldWriter();
        writer.Write(Ballot);
        writer.Write((byte)Leaving);
        Accepted.Write(writer);
        writer.Write(Held);
        writer.WriteAll(Completed, operation =>
        {
            writer.Write(operation.Key);
            writer.Write((byte)operation.Scope);
            writer.Write((uint)operation.Root);
            writer.Write(operation.Digest);
        });
        if (seats.AreReplicated)
        {
            writer.Write((byte)((IsSupplierSlow ? Slow : 0) | (IsBehind ? Behind : 0) | (IsInMinority ? Minority : 0)));
        }

        return writer.Written;
    }
}
