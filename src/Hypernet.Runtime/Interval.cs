using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Runtime;

/// <summary>docs/spec/runtime.md §2: what a program has in place of a clock and of chance while it works for one checkpoint. Equal at all replicas.</summary>
/// <param name="Begin">When the work for the checkpoint began; told in whole seconds since 1970.</param>
/// <param name="Seed"><see cref="SeedBytes"/> bytes.</param>
public sealed record Interval(DateTimeOffset Begin, ReadOnlyMemory<byte> Seed)
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedBytes = SHA256.HashSizeInBytes;

    internal const int Bytes = sizeof(ulong) + SeedBytes;

    private const int DomainLength = 8;

    /// <summary>The interval with a seed that no other partition, nor another interval, has.</summary>
    /// <param name="begin">When it began.</param>
    /// <param name="source">What all seeds of the job follow from.</param>
    /// <param name="partition">Of the program.</param>
    /// <param name="checkpoint">The checkpoint that closes the interval, from 1.</param>
    /// <returns>The interval.</returns>
    public static Interval Draw(DateTimeOffset begin, ReadOnlySpan<byte> source, int partition, int checkpoint)
    {
        byte[] bytes = new byte[DomainLength + (2 * sizeof(uint)) + source.Length];
        "SEED"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DomainLength), partition);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(DomainLength + sizeof(uint)), checkpoint);
        source.CopyTo(bytes.AsSpan(DomainLength + (2 * sizeof(uint))));
        return new Interval(begin, SHA256.HashData(bytes));
    }

    internal void Write(Span<byte> to)
    {
        BinaryPrimitives.WriteInt64LittleEndian(to, Begin.ToUnixTimeSeconds());
        Seed.Span.CopyTo(to[sizeof(ulong)..]);
    }
}
