using System.Runtime.InteropServices;
using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §8: what a slot says of the operations of a window before it is audited: of each its link in the chain of results,
/// and what it sent the receiver.
/// </summary>
/// <param name="Items">By operation.</param>
internal sealed record AuditBegin(IReadOnlyList<AuditBegin.Item> Items)
{
    /// <summary>Bytes of the longest.</summary>
    public const int MostBytes = 4 + (AuditWindow.MaxOperations * ((3 * Hash256.Length) + 1 + 1 + (OperationEvidence.KeptPlays * (8 + 1 + Hash256.Length))));

    /// <summary>What a slot says to another.</summary>
    /// <param name="operations">Of the window, in its order.</param>
    /// <param name="seats">Of the group.</param>
    /// <param name="self">Who says it.</param>
    /// <param name="to">To whom.</param>
    /// <param name="members">Of the view.</param>
    /// <param name="given">Of each operation the hash of the own contribution.</param>
    public static AuditBegin Of(IReadOnlyList<OperationEvidence> operations, IReadOnlyList<Hash256> given, Seats seats, int self, int to, SlotSet members)
    {
        int partition = seats.PartitionOf(to);
        bool isMate = partition == seats.PartitionOf(self);
        return new AuditBegin([.. operations.Select((operation, index) => new Item(
            operation.With(default, default).Link,
            given[index],
            isMate && operation.Completed is { } play && CanAnswer(play, members),
            isMate ? ReceivedBy(operation) : default,
            [
                .. operation.Plays.Where(play => !isMate && play.Suppliers[partition] == to && play.SentTo(partition).Count > 0)
                    .Select(play => new Head(play.View, play == operation.Completed && CanAnswer(play, members), Digest(play.View, play.SentTo(partition)))),
            ]))]);
    }

    /// <summary>Whether all that a slot received in a play was sent by slots that can still be held to it.</summary>
    /// <param name="play">Which.</param>
    /// <param name="members">Of the view of the audit.</param>
    public static bool CanAnswer(PlayEvidence play, SlotSet members) => play.Suppliers.All(members.Contains);

    /// <summary>Reads what a slot says.</summary>
    /// <param name="bytes">A stranger's.</param>
    /// <param name="count">Operations of the window.</param>
    /// <returns>What it says, or null.</returns>
    public static AuditBegin? Read(ReadOnlySpan<byte> bytes, int count)
    {
        var reader = new FieldReader(bytes);
        if (reader.ReadUInt32() != (uint)count || bytes.Length > MostBytes)
        {
            return null;
        }

        var items = new Item[count];
        for (int i = 0; i < items.Length; i++)
        {
            var link = new Hash256(reader.Take(Hash256.Length));
            var given = new Hash256(reader.Take(Hash256.Length));
            bool isOwn = reader.ReadByte() != 0;
            var received = new Hash256(reader.Take(Hash256.Length));
            var heads = new Head[Math.Min((int)reader.ReadByte(), OperationEvidence.KeptPlays)];
            for (int k = 0; k < heads.Length; k++)
            {
                heads[k] = new Head(reader.ReadUInt64(), reader.ReadByte() != 0, new Hash256(reader.Take(Hash256.Length)));
            }

            items[i] = new Item(link, given, isOwn, received, heads);
        }

        return reader.IsWhole ? new AuditBegin(items) : null;
    }

    /// <summary>The hash of what one slot sent another of one operation in one view.</summary>
    /// <param name="view">Id of the view.</param>
    /// <param name="parts">In the order in which they were sent.</param>
    public static Hash256 Digest(ulong view, IReadOnlyCollection<PartEvidence> parts)
    {
        var fields = HashedFields.In("SENT"u8);
        fields.Write(view);
        Write(fields, parts);
        return fields.Hash();
    }

    /// <summary>Writes parts: u32 count; for each u32 step, u32 chunk, u64 first, SHA-256.</summary>
    /// <param name="writer">Receives them.</param>
    /// <param name="parts">Which.</param>
    public static void Write(FieldWriter writer, IReadOnlyCollection<PartEvidence> parts) => writer.WriteAll(parts, part =>
    {
        writer.Write((uint)part.Step);
        writer.Write(part.Chunk);
        writer.Write(part.First);
        writer.Write(part.Digest);
    });

    /// <summary>Reads parts.</summary>
    /// <param name="reader">A stranger's.</param>
    public static PartEvidence[] ReadParts(ref FieldReader reader)
    {
        var parts = new PartEvidence[reader.ReadCount(PartEvidence.Bytes)];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new PartEvidence((ushort)reader.ReadUInt32(), reader.ReadUInt32(), reader.ReadUInt64(), new Hash256(reader.Take(Hash256.Length)));
        }

        return parts;
    }

    /// <summary>The bytes: u32 operations; for each its link, hash of the own contribution, u8 whether the own run completed it, hash of what was received, u8 plays, and of each u64 view, u8 whether the slot answers for it, and hash.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        var writer = new FieldWriter();
        writer.WriteAll(Items, item =>
        {
            writer.Write(item.Link);
            writer.Write(item.Given);
            writer.Write(item.IsOwn ? (byte)1 : (byte)0);
            writer.Write(item.Received);
            writer.Write((byte)item.Heads.Count);
            foreach (var head in item.Heads)
            {
                writer.Write(head.View);
                writer.Write(head.IsAnswerable ? (byte)1 : (byte)0);
                writer.Write(head.Digest);
            }
        });
        return writer.Written;
    }

    /// <summary>The hash of all that a slot received of an operation, by which replicas of one partition compare; zeros of a refusal.</summary>
    /// <param name="operation">It has ended.</param>
    public static Hash256 ReceivedBy(OperationEvidence operation)
    {
        if (operation.Refusal is not null)
        {
            return default;
        }

        var result = operation.Result!;
        var fields = HashedFields.In("RECEIVED"u8);
        fields.Write(result.Contributors);
        fields.Write(Hash256.Of(operation.Overflowed < 0 ? result.Value.Span : BitConverter.GetBytes(operation.Overflowed)));
        return fields.Hash();
    }

    /// <summary>What is said of one operation.</summary>
    /// <param name="Link">In the chain of results.</param>
    /// <param name="Given">Hash of the own contribution.</param>
    /// <param name="IsOwn">To mates: whether the own run completed it, so that mates received it of this slot, and it answers for it.</param>
    /// <param name="Received">To mates: hash of what was received; else zeros.</param>
    /// <param name="Heads">To slots of other partitions: of each view in which parts were sent the hash of these.</param>
    internal sealed record Item(Hash256 Link, Hash256 Given, bool IsOwn, Hash256 Received, IReadOnlyList<Head> Heads);

    /// <summary>What a slot sent another in one view.</summary>
    /// <param name="View">Id of the view.</param>
    /// <param name="IsAnswerable">Whether the own run completed the operation there, and everybody it received from is still there: then it can show who else is to blame.</param>
    /// <param name="Digest">Of what was sent.</param>
    [StructLayout(LayoutKind.Auto)]
    internal readonly record struct Head(ulong View, bool IsAnswerable, Hash256 Digest);
}
