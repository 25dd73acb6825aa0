using System.Text.Json.Serialization;

namespace Hypernet.Ethereum.Rpc;

/// <summary>What became of a transaction that is in a block.</summary>
public sealed record TransactionReceipt
{
    /// <summary>The transaction.</summary>
    public required Hash32 TransactionHash { get; init; }

    /// <summary>The transaction's place in the block, from 0.</summary>
    public required ulong TransactionIndex { get; init; }

    /// <summary>The hash of its block.</summary>
    public required Hash32 BlockHash { get; init; }

    /// <summary>The height of its block.</summary>
    public required ulong BlockNumber { get; init; }

    /// <summary>The account that sent it.</summary>
    public required Address From { get; init; }

    /// <summary>The account called; none if a contract was created.</summary>
    public Address? To { get; init; }

    /// <summary>The contract created, if one was.</summary>
    public Address? ContractAddress { get; init; }

    /// <summary>The gas used.</summary>
    public required ulong GasUsed { get; init; }

    /// <summary>What was paid for each unit of gas, in wei.</summary>
    public required UInt256 EffectiveGasPrice { get; init; }

    /// <summary>1 if the call came to its end, 0 if it reverted.</summary>
    public required ulong Status { get; init; }

    /// <summary>The logs it caused, in order.</summary>
    public required IReadOnlyList<FilterLog> Logs { get; init; }

    /// <summary>Whether the call came to its end.</summary>
    [JsonIgnore]
    public bool Succeeded => Status == 1;
}
