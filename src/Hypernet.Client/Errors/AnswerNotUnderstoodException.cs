namespace Hypernet.Client;

/// <summary>The server's answer does not follow the protocol: another program, or another version, is listening there.</summary>
public sealed class AnswerNotUnderstoodException : ApiException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="server">The server's address.</param>
    /// <param name="fault">What is wrong with the answer.</param>
    /// <param name="inner">The parser's own words, if any.</param>
    public AnswerNotUnderstoodException(Uri server, string fault, Exception? inner = null)
        : base($"The answer of {server} was not understood: {fault}", $"Check that {server} is a Hypernet server of this version.", inner)
    {
        Server = server;
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <inheritdoc/>
    public override string Title => "The answer was not understood";
}
