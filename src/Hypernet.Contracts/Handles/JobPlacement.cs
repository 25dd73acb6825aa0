using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>What a buyer places.</summary>
/// <param name="Implementation">A registered implementation of jobs.</param>
/// <param name="Nonce">Chosen by the buyer, once per job: a retry with the same nonce cannot place a second one.</param>
/// <param name="Terms">The terms.</param>
/// <param name="Libraries">Ids of the libraries that the program uses, at most 32.</param>
/// <param name="ManifestUri">Where the program's package is found, at most 256 bytes.</param>
public sealed record JobPlacement(Account Implementation, Bytes32 Nonce, Terms Terms, ValueList<Bytes32> Libraries, string ManifestUri)
{
    internal Abi.Placement ToAbi() => new(
        Implementation.ToAddress(),
        new(Nonce.ToHash32().Bytes),
        Terms.ToAbi(),
        [.. Libraries.Select(library => library.ToHash32())],
        ManifestUri);
}
