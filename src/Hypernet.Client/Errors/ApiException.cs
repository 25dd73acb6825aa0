using System.Net;

namespace Hypernet.Client;

/// <summary>The root of everything that can go wrong between this client and a server.</summary>
public abstract class ApiException : Exception
{
    private protected ApiException(string message, string? hint, Exception? inner = null)
        : base(message, inner)
    {
        Hint = hint;
    }

    /// <summary>The HTTP status of the answer; null when there was no answer, or when its body was at fault.</summary>
    public virtual HttpStatusCode? Status => null;

    /// <summary>What happened, in a few words, without the values.</summary>
    public abstract string Title { get; }

    /// <summary>What to do about it; null when nothing better is known than to read the message.</summary>
    public string? Hint { get; }

    /// <summary>Whether the same call may succeed later without any change.</summary>
    public virtual bool IsTransient => false;
}
