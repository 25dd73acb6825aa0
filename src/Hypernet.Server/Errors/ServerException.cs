namespace Hypernet.Server;

/// <summary>The root of what keeps a server from starting.</summary>
public abstract class ServerException : Exception
{
    private protected ServerException(string message, string hint, Exception? inner = null)
        : base(message, inner)
    {
        Hint = hint;
    }

    /// <summary>What to do about it.</summary>
    public string Hint { get; }
}
