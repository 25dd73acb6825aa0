using Hypernet.Consensus.Membership;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// docs/spec/audit.md §8: a message of one slot in an audit. It is signed as a whole but for the tail, whose hash is in the head,
/// so that a receiver can show others what it was told.
/// </summary>
/// <param name="Kind">What it says.</param>
/// <param name="Session">Hash of context and prefix: which interval.</param>
/// <param name="Window">Number of the window in it.</param>
/// <param name="View">Id of the view; 0 of a vote.</param>
/// <param name="From">Who says it.</param>
/// <param name="To">To whom; <see cref="Everybody"/> if it is the same for all.</param>
/// <param name="Head">What is signed.</param>
/// <param name="Tail">What is not, but for its hashes.</param>
/// <param name="Signature">By <see cref="From"/>.</param>
internal sealed record AuditMessage(
    AuditKind Kind, Hash256 Session, uint Window, ulong View, int From, int To, ReadOnlyMemory<byte> Head, ReadOnlyMemory<byte> Tail, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Stands for all slots.</summary>
    public const int Everybody = -1;

    /// <summary>Bytes of all but head, tail and signature.</summary>
    public const int ScopeBytes = 1 + Hash256.Length + 4 + 8 + 4 + 4 + 4 + 4;

    /// <summary>Signs a message.</summary>
    /// <param name="signer">Of the slot that says it.</param>
    public AuditMessage Signed(IAuditSigner signer) => this with { Signature = signer.Sign(Digest().ToBytes()) };

    /// <summary>Whether the slot that it names has signed it.</summary>
    /// <param name="signer">Knows all slots.</param>
    public bool IsSigned(IAuditSigner signer) => signer.Verify(From, Digest().ToBytes(), Signature.Span);

    /// <summary>The bytes: u8 kind, session, u32 window, u64 view, u32 from, u32 to, u32 length and signature, u32 length and head, tail.</summary>
    public ReadOnlyMemory<byte> ToBytes()
    {
        var writer = new FieldWriter();
        WriteScope(writer);
        writer.Write((uint)Signature.Length);
        writer.Write(Signature.Span);
        writer.Write((uint)Head.Length);
        writer.Write(Head.Span);
        writer.Write(Tail.Span);
        return writer.Written;
    }

    /// <summary>Reads a message.</summary>
    /// <param name="bytes">A stranger's; kept.</param>
    /// <returns>The message, whose signature is not checked yet; or null.</returns>
    public static AuditMessage? Read(ReadOnlyMemory<byte> bytes)
    {
        var reader = new FieldReader(bytes.Span);
        var kind = (AuditKind)reader.ReadByte();
        var session = new Hash256(reader.Take(Hash256.Length));
        uint window = reader.ReadUInt32();
        ulong view = reader.ReadUInt64();
        int from = (int)reader.ReadUInt32();
        int to = (int)reader.ReadUInt32();
        byte[] signature = reader.Take(reader.ReadCount(1)).ToArray();
        int head = reader.ReadCount(1);
        _ = reader.Take(head);
        int tail = reader.ReadRest().Length;
        return reader.IsWhole && signature.Length <= IAuditSigner.MostBytes && Enum.IsDefined(kind)
            ? new AuditMessage(kind, session, window, view, from, to, bytes.Slice(bytes.Length - tail - head, head), bytes[(bytes.Length - tail)..], signature)
            : null;
    }

    private Hash256 Digest()
    {
        var fields = HashedFields.In("AUDITMSG"u8);
        WriteScope(fields);
        fields.Write(Head.Span);
        return fields.Hash();
    }

    private void WriteScope(FieldWriter writer)
    {
        writer.Write((byte)Kind);
        writer.Write(Session);
        writer.Write(Window);
        writer.Write(View);
        writer.Write((uint)From);
        writer.Write((uint)To);
    }
}
