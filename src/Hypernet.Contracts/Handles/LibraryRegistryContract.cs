using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>The allowlist of sandbox libraries.</summary>
/// <param name="client">A node of the chain.</param>
/// <param name="account">The contract.</param>
public sealed class LibraryRegistryContract(JsonRpcClient client, Account account) : Contract(client, account)
{
    /// <summary>The id of a library: keccak256(abi.encode(name, version, image)).</summary>
    /// <param name="library">Its name and version.</param>
    /// <param name="image">SHA-256 of its image; zero for version <c>host</c>.</param>
    public static Bytes32 IdOf(LibraryName library, Bytes32 image)
    {
        var writer = new AbiWriter(3 * AbiReader.Word);
        writer.WriteString(library.Name);
        writer.WriteString(library.Version);
        writer.Write(image.ToHash32());
        return Keccak256.Hash(writer.ToArray()).ToBytes32();
    }

    /// <summary>What the network says of a library; <see cref="LibraryStatus.None"/> for an id never seen.</summary>
    public Task<LibraryStatus> StatusOfAsync(Bytes32 id, BlockParameter? block = null, CancellationToken cancellationToken = default) =>
        AskAsync(new LibraryRegistryAbi.StatusOfCall(id.ToHash32()), block, cancellationToken);

    /// <summary>Gives a library a status; only the timelock may.</summary>
    /// <param name="library">Its name and version.</param>
    /// <param name="image">SHA-256 of its image; zero for version <c>host</c>.</param>
    /// <param name="status">The status.</param>
    public ContractCall SetStatus(LibraryName library, Bytes32 image, LibraryStatus status) =>
        Prepare(new LibraryRegistryAbi.SetStatusCall(new Library(library.Name, library.Version, image.ToHash32()), status));
}
