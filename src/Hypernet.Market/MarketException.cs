namespace Hypernet.Market;

/// <summary>Root of everything that this library throws on its own account.</summary>
public abstract class MarketException : Exception
{
    private protected MarketException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
