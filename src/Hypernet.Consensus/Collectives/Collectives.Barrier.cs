namespace Hypernet.Consensus;

/// <content>Waiting for each other.</content>
public static partial class Collectives
{
    /// <summary>Returns when every rank has called. A rank that drops out is no longer waited for.</summary>
    /// <param name="group">The ranks that compute together.</param>
    /// <param name="options">How it is to be done; null for the defaults.</param>
    /// <param name="cancellationToken">Ends the waiting, not the collective.</param>
    /// <returns>Who called.</returns>
    /// <inheritdoc cref="AllReduceAsync{T}" path="/exception"/>
    /// <example>Four ranks call: none returns before the last has, and all receive 0, 1, 2, 3.</example>
    public static async ValueTask<SlotSet> BarrierAsync(this IGroup group, CollectiveOptions? options = null, CancellationToken cancellationToken = default) =>
        (await CallAsync(group, new Descriptor { Kind = OperationKind.Barrier }, default, options, cancellationToken)).Contributors;
}
