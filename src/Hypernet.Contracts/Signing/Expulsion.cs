using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>A rank stands up against another one of its group; signed by its seller or agent key in the job's domain.</summary>
/// <param name="Group">The group of both.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="Tenure">The tenure that is to be expelled.</param>
/// <param name="EvidenceHash">What names the evidence.</param>
public sealed record Expulsion(int Group, int Checkpoint, int Attempt, int Tenure, Bytes32 EvidenceHash)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("Expel(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,bytes32 evidenceHash)");

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add((ulong)Group)
        .Add((ulong)Checkpoint)
        .Add((ulong)Attempt)
        .Add((ulong)Tenure)
        .Add(EvidenceHash.ToHash32());
}
