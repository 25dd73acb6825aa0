using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Numerics;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// The SHA-256 of what a program gave, with one NaN for all (docs/spec/audit.md §2): which NaN an operation makes differs between
/// machines that agree on all numbers. Nothing is copied but pieces that hold a NaN.
/// </summary>
internal static class CanonicalContribution
{
    private const int Piece = 1 << 16;

    /// <summary>Hashes a contribution.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="given">As the program gave it; <see cref="CallValidation"/> has let it pass.</param>
    public static Hash256 Digest(Descriptor descriptor, ReadOnlySpan<byte> given)
    {
        int head = HeadOf(descriptor, given);
        return Digest(descriptor.Type, given[..head], given[head..]);
    }

    /// <summary>Makes every NaN of a contribution the one.</summary>
    /// <param name="descriptor">Of the operation.</param>
    /// <param name="given">As the program gave it; <see cref="CallValidation"/> has let it pass.</param>
    public static void Canonicalize(Descriptor descriptor, Span<byte> given)
    {
        var elements = given[HeadOf(descriptor, given)..];
        if (HasNaN(descriptor.Type, elements))
        {
            Extremes.Canonicalize(elements, descriptor.Type);
        }
    }

    /// <summary>Hashes elements.</summary>
    /// <param name="type">Of the elements.</param>
    /// <param name="elements">Whole elements.</param>
    public static Hash256 Digest(ElementType type, ReadOnlySpan<byte> elements) => Digest(type, default, elements);

    // Bytes before the elements: the list's own, of a scatter's root.
    private static int HeadOf(Descriptor descriptor, ReadOnlySpan<byte> given) =>
        descriptor.Kind == OperationKind.Scatter && given.Length > 0 ? sizeof(int) + sizeof(long) * BinaryPrimitives.ReadInt32LittleEndian(given) : 0;

    private static Hash256 Digest(ElementType type, ReadOnlySpan<byte> head, ReadOnlySpan<byte> elements)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(head);
        byte[]? canonical = null;
        while (!elements.IsEmpty)
        {
            var piece = elements[..Math.Min(Piece, elements.Length)];
            elements = elements[piece.Length..];
            if (HasNaN(type, piece))
            {
                canonical ??= new byte[Piece];
                piece.CopyTo(canonical);
                Extremes.Canonicalize(canonical.AsSpan(0, piece.Length), type);
                piece = canonical.AsSpan(0, piece.Length);
            }

            hash.AppendData(piece);
        }

        Span<byte> digest = stackalloc byte[Hash256.Length];
        hash.GetHashAndReset(digest);
        return new Hash256(digest);
    }

    private static bool HasNaN(ElementType type, ReadOnlySpan<byte> elements) => type switch
    {
        ElementType.F64 => HasNaN<double>(MemoryMarshal.Cast<byte, double>(elements)),
        ElementType.F32 => HasNaN<float>(MemoryMarshal.Cast<byte, float>(elements)),
        _ => false,
    };

    private static bool HasNaN<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPoint<T>
    {
        var vectors = MemoryMarshal.Cast<T, Vector<T>>(values);
        foreach (var vector in vectors)
        {
            if (!Vector.EqualsAll(vector, vector))
            {
                return true;
            }
        }

        foreach (var value in values[(vectors.Length * Vector<T>.Count)..])
        {
            if (T.IsNaN(value))
            {
                return true;
            }
        }

        return false;
    }
}
