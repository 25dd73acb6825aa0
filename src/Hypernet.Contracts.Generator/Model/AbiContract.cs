namespace Hypernet.Contracts.Generator;

/// <summary>One contract's interface.</summary>
internal sealed record AbiContract(string Name, IReadOnlyList<AbiEntry> Entries);
