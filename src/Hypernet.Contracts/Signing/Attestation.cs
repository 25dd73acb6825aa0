using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>
/// A rank attests its group's result at a checkpoint, and with it those before; signed by its seller or agent key in the
/// job's domain. Never to be signed for a failure: the contracts cannot tell its digest from a result's, and would pay it.
/// </summary>
/// <param name="Group">Its group.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="Digest">SHA-256 of the checkpoint record.</param>
public sealed record Attestation(int Group, int Checkpoint, int Attempt, Bytes32 Digest)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("Attest(uint16 group,uint16 checkpoint,uint16 attempt,bytes32 digest)");

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add((ulong)Group)
        .Add((ulong)Checkpoint)
        .Add((ulong)Attempt)
        .Add(Digest.ToHash32());
}
