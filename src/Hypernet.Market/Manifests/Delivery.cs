namespace Hypernet.Market;

/// <summary>What becomes of an output when the job has ended.</summary>
public abstract record Delivery
{
    private Delivery()
    {
    }

    /// <summary>Sent to an address of the buyer.</summary>
    /// <param name="Target">The web address.</param>
    public sealed record Forward(Uri Target) : Delivery;

    /// <summary>Kept in the artifact store.</summary>
    /// <param name="Hours">For how long.</param>
    public sealed record Store(int Hours) : Delivery;

    /// <summary>Deleted by the sellers.</summary>
    public sealed record Delete : Delivery;
}
