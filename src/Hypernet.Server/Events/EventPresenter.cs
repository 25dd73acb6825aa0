using Hypernet.Client;
using Hypernet.Ethereum;
using Hypernet.EventStore;

namespace Hypernet.Server.Events;

/// <summary>Shows logs as people and programs want them: by name and decoded, and raw.</summary>
/// <param name="contracts">The contracts of the deployment; every other address in the ledger is a job's.</param>
internal sealed class EventPresenter(IEnumerable<ContractAddress> contracts)
{
    private readonly HashSet<ContractAddress> _contracts = [.. contracts];

    internal EventView Present(Entry.Log entry)
    {
        ChainLog log = entry.Content;
        return new EventView
        {
            Position = entry.Position,
            Name = log.Topics.Count > 0 ? log.Topics[0].ToString() : "Anonymous",
            Block = Present(entry.Block),
            Transaction = log.Transaction.ToString(),
            LogIndex = log.Index,
            Address = Checksum(log.Address),
            Job = _contracts.Contains(log.Address) ? null : Checksum(log.Address),
            Arguments = new Dictionary<string, string>(),
            Topics = [.. log.Topics.Select(topic => topic.ToString())],
            Data = $"0x{Convert.ToHexStringLower(log.Data.Span)}",
        };
    }

    internal static BlockView Present(Block block) => new() { Number = block.Number, Hash = block.Hash.ToString(), Time = block.Time };

    internal static string Checksum(ContractAddress address) => new Address(address.ToArray()).ToString();
}
