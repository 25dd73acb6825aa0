namespace Hypernet.Contracts.Abi;

/// <summary>An event or error that has been decoded.</summary>
public interface IAbiRecord
{
    /// <summary>Its name in the contracts.</summary>
    string Name { get; }

    /// <summary>Its arguments, in the contracts' order, for people.</summary>
    IReadOnlyList<AbiArgument> Arguments { get; }
}
