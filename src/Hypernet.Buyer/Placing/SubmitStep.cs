using Hypernet.Ethereum;

namespace Hypernet.Buyer;

/// <summary>How far a submission has come.</summary>
public abstract record SubmitStep
{
    private SubmitStep()
    {
    }

    /// <summary>A file goes to the server, unless it is there already.</summary>
    /// <param name="Name">The file.</param>
    /// <param name="Bytes">Its size.</param>
    public sealed record Uploading(string Name, long Bytes) : SubmitStep;

    /// <summary>The transaction is on its way.</summary>
    /// <param name="Transaction">Its hash.</param>
    public sealed record Placing(Hash32 Transaction) : SubmitStep;
}
