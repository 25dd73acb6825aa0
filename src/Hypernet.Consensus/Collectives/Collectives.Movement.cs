namespace Hypernet.Consensus;

/// <content>Elements that go from rank to rank as they are. Lengths may differ between ranks.</content>
public static partial class Collectives
{
    /// <summary>Gives the root's elements to every rank. The root's dropout before it has called is a <see cref="RankLostException"/>; that of another rank changes nothing.</summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">The root's elements; not looked at elsewhere, may be empty there.</param>
    /// <param name="root">The rank that gives.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The root's elements, at every rank.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Of four ranks, rank 1 gives [3, 1, 4]; root is 1: all receive [3, 1, 4].</example>
    public static async ValueTask<CollectiveResult<T[]>> BroadcastAsync<T>(
        this IGroup group, T[] values, int root, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ReadOnlyMemory<T> given = group.Rank == root ? values : default;
        var result = await CallAsync(group, Movement<T>(OperationKind.Broadcast, root), Elements.Bytes(given), options, cancellationToken);
        return CollectiveResult<T[]>.Of(result, Elements.Read<T>(result.Value));
    }

    /// <summary>Like <see cref="BroadcastAsync{T}"/>, in place: the root's values are sent, those of the others are overwritten.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">As many elements as the root's, or more. Left alone if the call fails.</param>
    /// <param name="root">The rank that gives.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The part that was filled.</returns>
    /// <exception cref="ArgumentException">The root gave more elements than fit here.</exception>
    /// <inheritdoc cref="BroadcastAsync{T}" path="/typeparam|/exception|/example"/>
    public static async ValueTask<CollectiveResult<Memory<T>>> BroadcastIntoAsync<T>(
        this IGroup group, Memory<T> values, int root, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        ReadOnlyMemory<T> given = group.Rank == root ? values : default;
        var result = await CallAsync(group, Movement<T>(OperationKind.Broadcast, root), Elements.Bytes(given), options, cancellationToken);
        return CollectiveResult<Memory<T>>.Of(result, values[..Elements.Read(result.Value, values)]);
    }

    /// <summary>Gives the elements of every rank to the root. The root's dropout is a <see cref="RankLostException"/>; the part of another rank that drops out before it has called is null.</summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements.</param>
    /// <param name="root">The rank that receives.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>At the root the parts by rank, null where one is missing; elsewhere an empty list.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give [0], [1, 1], [], [3]; root is 0: rank 0 receives [[0], [1, 1], [], [3]].</example>
    public static async ValueTask<CollectiveResult<IReadOnlyList<T[]?>>> GatherAsync<T>(
        this IGroup group, T[] values, int root, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var result = await CallAsync(group, Movement<T>(OperationKind.Gather, root), Elements.Bytes<T>(values), options, cancellationToken);
        return CollectiveResult<IReadOnlyList<T[]?>>.Of(result, group.Rank == root ? Elements.ReadParts<T>(result.Value, group.Size) : []);
    }

    /// <summary>Gives the elements of every rank to every rank. The part of a rank that drops out before it has called is null.</summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="values">This rank's elements.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>The parts by rank, null where one is missing.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks give [0], [1, 1], [], [3]: all receive [[0], [1, 1], [], [3]].</example>
    public static async ValueTask<CollectiveResult<IReadOnlyList<T[]?>>> AllGatherAsync<T>(
        this IGroup group, T[] values, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var result = await CallAsync(group, Movement<T>(OperationKind.AllGather), Elements.Bytes<T>(values), options, cancellationToken);
        return CollectiveResult<IReadOnlyList<T[]?>>.Of(result, Elements.ReadParts<T>(result.Value, group.Size));
    }

    /// <summary>Gives each rank its own part of what the root has. The root's dropout before it has called is a <see cref="RankLostException"/>; that of another rank changes nothing.</summary>
    /// <typeparam name="T">double, float, int, long, ulong, bool, or byte.</typeparam>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="parts">At the root one part for each rank; not looked at elsewhere, may be null there.</param>
    /// <param name="root">The rank that gives.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>This rank's part.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Of four ranks, rank 0 gives [[1], [2], [3, 3], []]; root is 0: rank 2 receives [3, 3].</example>
    public static async ValueTask<CollectiveResult<T[]>> ScatterAsync<T>(
        this IGroup group, IReadOnlyList<T[]>? parts, int root, CollectiveOptions? options = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        if (group.Rank == root && parts?.Count != group.Size)
        {
            throw new InvalidCallException($"The root of a scatter gave {parts?.Count ?? 0} parts: give one for each of the {group.Size} ranks.");
        }

        byte[] given = group.Rank == root ? PartList.Write([.. parts!.Select(part => (ReadOnlyMemory<byte>?)Elements.Bytes<T>(part))]) : [];
        var result = await CallAsync(group, Movement<T>(OperationKind.Scatter, root), given, options, cancellationToken);
        return CollectiveResult<T[]>.Of(result, Elements.Read<T>(result.Value));
    }
}
