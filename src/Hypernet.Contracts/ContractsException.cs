namespace Hypernet.Contracts;

/// <summary>Root of everything that this library throws on its own account.</summary>
public abstract class ContractsException : Exception
{
    private protected ContractsException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
