namespace Hypernet.Contracts.Abi;

/// <summary>An argument as people read it: numbers in decimal, bytes in hexadecimal, accounts with their checksum, enumerations by name.</summary>
/// <param name="Name">Its name in the contracts.</param>
/// <param name="Value">Its value as text.</param>
public readonly record struct AbiArgument(string Name, string Value);
