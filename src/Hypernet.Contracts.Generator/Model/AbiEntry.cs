namespace Hypernet.Contracts.Generator;

/// <summary>A function, event or error of a contract.</summary>
/// <param name="Kind">"function", "event" or "error".</param>
/// <param name="Name">Its Solidity name.</param>
/// <param name="CSharp">Its C# name, unique in the contract, without the suffix of its kind.</param>
/// <param name="Inputs">Arguments.</param>
/// <param name="Outputs">Results of a function.</param>
internal sealed record AbiEntry(string Kind, string Name, string CSharp, IReadOnlyList<AbiParameter> Inputs, IReadOnlyList<AbiParameter> Outputs)
{
    /// <summary>What selector and topic are the hash of.</summary>
    public string Signature => Name + "(" + string.Join(",", Inputs.Select(input => input.Type.Solidity)) + ")";
}
