using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Hypernet.Consensus;

/// <content>Along the edges of a directed graph.</content>
public static partial class Collectives
{
    /// <summary>Gives each rank's elements to its out-neighbors. The part of an in-neighbor that drops out before it has called is null.</summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements; lengths may differ between ranks.</param>
    /// <param name="outNeighbors">For each rank those that it sends to, itself perhaps. Equal at every rank.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The parts by rank, null where the rank is no in-neighbor or dropped out.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give [0], [1], [2], [3] on the ring [[1], [2], [3], [0]]: rank 0 receives [null, null, null, [3]].</example>
    public static async ValueTask<CollectiveResult<IReadOnlyList<T[]?>>> NeighborExchangeAsync<T>(
        this IGroup group, T[] values, IReadOnlyList<IReadOnlyList<int>> outNeighbors, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        options ??= CollectiveOptions.Default;
        var call = new OperationCall
        {
            Descriptor = Movement<T>(OperationKind.Exchange) with { OnLoss = options.OnLoss, Parameter = HashOf(outNeighbors) },
            Contribution = Elements.Bytes<T>(values),
            Name = options.Name,
            OutNeighbors = outNeighbors,
        };
        var result = await group.CallAsync(call, cancellationToken);
        return CollectiveResult<IReadOnlyList<T[]?>>.Of(result, Elements.ReadParts<T>(result.Value, group.Size));
    }

    // What all ranks must share: for each rank i32 number of out-neighbors, i32 each; the first 64 bits of the SHA-256.
    internal static ulong HashOf(IReadOnlyList<IReadOnlyList<int>> outNeighbors)
    {
        byte[] bytes = new byte[4 * outNeighbors.Sum(neighbors => 1 + neighbors.Count)];
        int at = 0;
        foreach (int number in outNeighbors.SelectMany(neighbors => neighbors.Prepend(neighbors.Count)))
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);
            at += 4;
        }

        return BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(bytes));
    }
}
