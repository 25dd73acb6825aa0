namespace Hypernet.Contracts.Abi;

/// <summary>A call of a contract's function with its arguments.</summary>
public interface IAbiCall
{
    /// <summary>The call data: selector and arguments.</summary>
    byte[] Encode();
}
