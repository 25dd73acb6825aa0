using Hypernet.Ethereum.Abi;

namespace Hypernet.Contracts.Abi;

/// <summary>A call that returns something.</summary>
/// <typeparam name="TResult">What it returns.</typeparam>
public interface IAbiCall<out TResult> : IAbiCall
{
    /// <summary>Decodes what the call returned.</summary>
    /// <exception cref="AbiException">The data are not of the function's return type.</exception>
    TResult Decode(ReadOnlySpan<byte> data);
}
