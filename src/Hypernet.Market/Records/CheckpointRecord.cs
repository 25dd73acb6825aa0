namespace Hypernet.Market;

/// <summary>
/// docs/spec/commitment.md §1, layout 1: what a replica commits to at a checkpoint. Its SHA-256 is the digest that
/// the chain settles, so result and state can be fetched from strangers and checked from the chain down.
/// </summary>
/// <param name="Context">The round.</param>
/// <param name="Operations">Collective operations since the checkpoint before.</param>
/// <param name="Transcript">Hash chain of the replica's own contributions; see <see cref="Market.Transcript"/>.</param>
public abstract record CheckpointRecord(RoundContext Context, ulong Operations, Bytes32 Transcript)
{
    /// <summary>Bytes of every record.</summary>
    public const int Length = 160;

    /// <summary>SHA-256 of the record's bytes: the <c>d</c> of contracts.md §5.</summary>
    public Bytes32 Digest
    {
        get
        {
            Span<byte> bytes = stackalloc byte[Length];
            Write(bytes);
            return Bytes32.Sha256(bytes);
        }
    }

    /// <summary>Reads a record, refusing every byte that is not as written by <see cref="ToBytes"/>.</summary>
    /// <exception cref="RecordException">The bytes are no record of layout 1.</exception>
    public static CheckpointRecord Parse(ReadOnlySpan<byte> bytes) => RecordLayout.Read(bytes);

    /// <summary>The record's <see cref="Length"/> bytes.</summary>
    public byte[] ToBytes()
    {
        var bytes = new byte[Length];
        Write(bytes);
        return bytes;
    }

    private void Write(Span<byte> bytes) => RecordLayout.Write(this, bytes);

    /// <summary>The program reached the checkpoint.</summary>
    /// <param name="Context">The round.</param>
    /// <param name="Operations">Collective operations since the checkpoint before.</param>
    /// <param name="Transcript">Hash chain of the replica's own contributions.</param>
    /// <param name="Result">SHA-256 of the result's bytes.</param>
    /// <param name="State">SHA-256 of the state that a restart continues from.</param>
    public sealed record Reached(RoundContext Context, ulong Operations, Bytes32 Transcript, Bytes32 Result, Bytes32 State)
        : CheckpointRecord(Context, Operations, Transcript);

    /// <summary>The program failed on its way to the checkpoint: a result too.</summary>
    /// <param name="Context">The round.</param>
    /// <param name="Operations">Collective operations since the checkpoint before.</param>
    /// <param name="Transcript">Hash chain of the replica's own contributions.</param>
    /// <param name="Kind">How it failed.</param>
    /// <param name="ExitCode">The exit code (0–255) if <paramref name="Kind"/> is <see cref="FailureKind.ExitCode"/>, else 0.</param>
    public sealed record Failed(RoundContext Context, ulong Operations, Bytes32 Transcript, FailureKind Kind, byte ExitCode)
        : CheckpointRecord(Context, Operations, Transcript);
}
