namespace Hypernet.Ethereum;

/// <summary>The root of everything this library throws for a broken promise of a chain, a node, a file or a key.</summary>
public abstract class EthereumException : Exception
{
    private protected EthereumException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }

    /// <summary>Whether the same request may succeed later without any change by the caller.</summary>
    public virtual bool IsTransient => false;
}
