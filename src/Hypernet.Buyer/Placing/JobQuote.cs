using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What a job would be, and cost, if it were placed now.</summary>
/// <param name="Package">The program with its inputs.</param>
/// <param name="Buyer">The account that would place it.</param>
/// <param name="Terms">The terms; the sign deadline counts from the latest block.</param>
/// <param name="Libraries">Ids of the libraries, which the network allows.</param>
/// <param name="Escrow">What is taken from the buyer's free balance: price and fee of every cell.</param>
/// <param name="Free">That balance.</param>
public sealed record JobQuote(JobPackage Package, Account Buyer, Terms Terms, ValueList<Bytes32> Libraries, Amount Escrow, Amount Free)
{
    /// <summary>The part of <see cref="Escrow"/> that is the treasury's fee.</summary>
    public Amount Fee => Escrow - (Terms.UnitPrice * (UInt128)(Terms.Ranks * Terms.Checkpoints));

    /// <summary>Confirms that the buyer can pay.</summary>
    /// <exception cref="EscrowShortException">Too little is free.</exception>
    public void EnsureFunded()
    {
        if (Free < Escrow)
        {
            throw new EscrowShortException(Free, Escrow);
        }
    }
}
