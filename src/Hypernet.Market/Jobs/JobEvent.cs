namespace Hypernet.Market;

/// <summary>
/// Something that happened to one job (contracts.md §6). Names and arguments as in the contracts: groups, ranks and
/// tenures count from 0, checkpoints from 1.
/// </summary>
public abstract partial record JobEvent
{
    private JobEvent()
    {
    }

    /// <summary>The event's name in all languages.</summary>
    public string Name => GetType().Name;

    /// <summary>The factory placed the job: the first event of its stream.</summary>
    /// <param name="Job">The job's contract.</param>
    /// <param name="Buyer">The account that placed it.</param>
    /// <param name="Implementation">The code that the job's contract runs.</param>
    /// <param name="Nonce">The buyer's nonce, a number of 256 bits.</param>
    /// <param name="Escrow">What the buyer has funded.</param>
    /// <param name="Snapshot">The protocol's parameters that hold for this job.</param>
    /// <param name="Terms">The buyer's terms.</param>
    /// <param name="Libraries">Ids of the libraries that the program uses.</param>
    /// <param name="ManifestUri">Where the program's package is found.</param>
    public sealed record JobPlaced(
        Account Job,
        Account Buyer,
        Account Implementation,
        Bytes32 Nonce,
        Amount Escrow,
        Snapshot Snapshot,
        Terms Terms,
        ValueList<Bytes32> Libraries,
        string ManifestUri) : JobEvent;
}
