namespace Hypernet.Client;

/// <summary>An event of a contract, decoded for people and raw for programs.</summary>
public sealed record EventView : StreamItem
{
    /// <summary>Its name: the same in Solidity, C# and here. The first topic, where it is no event of the market's contracts.</summary>
    public required string Name { get; init; }

    /// <summary>The block it happened in.</summary>
    public required BlockView Block { get; init; }

    /// <summary>The transaction that caused it, 0x and 64 digits.</summary>
    public required string Transaction { get; init; }

    /// <summary>Its number in the block.</summary>
    public required int LogIndex { get; init; }

    /// <summary>The contract that emitted it, as a checksum address.</summary>
    public required string Address { get; init; }

    /// <summary>The job it is about, as a checksum address; null if it is about none.</summary>
    public string? Job { get; init; }

    /// <summary>Its arguments by name, as people read them: numbers in decimal, bytes in hexadecimal, accounts with their checksum.</summary>
    public required IReadOnlyDictionary<string, string> Arguments { get; init; }

    /// <summary>Its topics, each 0x and 64 digits: signature first.</summary>
    public required IReadOnlyList<string> Topics { get; init; }

    /// <summary>Its data, 0x and digits.</summary>
    public required string Data { get; init; }
}
