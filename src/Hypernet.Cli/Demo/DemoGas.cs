using Hypernet.Client;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Rpc;

namespace Hypernet.Cli.Demo;

/// <summary>What the transactions of a job cost in gas, by the first event that each of them caused.</summary>
/// <param name="Event">The event.</param>
/// <param name="Transactions">How many transactions.</param>
/// <param name="Gas">All together.</param>
internal sealed record DemoGas(string Event, int Transactions, ulong Gas)
{
    /// <summary>Asks for the receipts of all transactions that the job's events name.</summary>
    public static async Task<IReadOnlyList<DemoGas>> ReadAsync(JsonRpcClient chain, IEnumerable<EventView> events, CancellationToken cancellationToken)
    {
        var first = events.DistinctBy(view => view.Transaction).ToList();
        var receipts = await chain.SendBatchAsync(
            [.. first.Select(view => EthRequests.Receipt(Hash32.Parse(view.Transaction)))], cancellationToken);
        return [.. first.Zip(receipts)
            .GroupBy(pair => pair.First.Name)
            .Select(group => new DemoGas(group.Key, group.Count(), group.Aggregate(0UL, (sum, pair) => sum + (pair.Second?.GasUsed ?? 0))))];
    }
}
