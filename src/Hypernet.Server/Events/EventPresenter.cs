using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.EventStore;

namespace Hypernet.Server.Events;

/// <summary>Shows logs as people and programs want them: by name and decoded, and raw.</summary>
internal sealed class EventPresenter
{
    private const string JobArgument = "job";

    private readonly Dictionary<ContractAddress, Decode> _contracts;

    /// <summary>Prepares for one market: the deployment's contracts, and jobs at every other address in the ledger.</summary>
    internal EventPresenter(Deployment deployment)
    {
        _contracts = new Dictionary<ContractAddress, Decode>
        {
            [Of(deployment.JobFactory)] = JobFactoryAbi.DecodeEvent,
            [Of(deployment.Collateral)] = CollateralAbi.DecodeEvent,
            [Of(deployment.Reputation)] = ReputationAbi.DecodeEvent,
            [Of(deployment.ProtocolParameters)] = ProtocolParametersAbi.DecodeEvent,
            [Of(deployment.LibraryRegistry)] = LibraryRegistryAbi.DecodeEvent,
            [Of(deployment.Voting)] = VotingAbi.DecodeEvent,
            [Of(deployment.Hypertoken)] = HypertokenAbi.DecodeEvent,
        };
    }

    private delegate IAbiRecord? Decode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data);

    internal EventView Present(Entry.Log entry)
    {
        ChainLog log = entry.Content;
        bool isJobs = !_contracts.TryGetValue(log.Address, out Decode? decode);
        Hash32[] topics = [.. log.Topics.Select(topic => new Hash32(topic.ToArray()))];
        IAbiRecord? happened = (decode ?? JobAbi.DecodeEvent)(topics, log.Data.Span);
        Dictionary<string, string> arguments = happened?.Arguments.ToDictionary(argument => argument.Name, argument => argument.Value) ?? [];
        return new EventView
        {
            Position = entry.Position,
            Name = happened?.Name ?? (topics.Length > 0 ? topics[0].ToString() : "Anonymous"),
            Block = Present(entry.Block),
            Transaction = log.Transaction.ToString(),
            LogIndex = log.Index,
            Address = Checksum(log.Address),
            Job = isJobs ? Checksum(log.Address) : arguments.GetValueOrDefault(JobArgument),
            Arguments = arguments,
            Topics = [.. topics.Select(topic => topic.ToString())],
            Data = Hex.Format(log.Data.Span),
        };
    }

    internal static BlockView Present(Block block) => new() { Number = block.Number, Hash = block.Hash.ToString(), Time = block.Time };

    internal static string Checksum(ContractAddress address) => new Address(address.ToArray()).ToString();

    private static ContractAddress Of(Market.Account account) => ContractAddress.From(account.ToAddress().Bytes);
}
