namespace Hypernet.Contracts.Generator;

/// <summary>A parameter, field or result.</summary>
/// <param name="Name">Its Solidity name, or empty.</param>
/// <param name="Property">Its C# name, unique among its neighbors.</param>
/// <param name="Type">Its type.</param>
/// <param name="IsIndexed">Whether it stands in an event's topics.</param>
internal sealed record AbiParameter(string Name, string Property, AbiType Type, bool IsIndexed);
