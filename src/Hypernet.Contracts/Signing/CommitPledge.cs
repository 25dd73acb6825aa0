using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;
using Hypernet.Market;

namespace Hypernet.Contracts.Signing;

/// <summary>A rank binds itself to a commitment, on chain or to its group; signed by its seller or agent key in the job's domain.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="Rank">The rank.</param>
/// <param name="Tenure">Its tenure.</param>
/// <param name="Commitment">As <see cref="Commitments.Commitment"/> makes it.</param>
public sealed record CommitPledge(int Group, int Checkpoint, int Attempt, int Rank, int Tenure, Bytes32 Commitment)
{
    private static readonly Hash32 TypeHash =
        Keccak256.Hash("Commit(uint16 group,uint16 checkpoint,uint16 attempt,uint16 rank,uint32 tenure,bytes32 commitment)");

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add((ulong)Group)
        .Add((ulong)Checkpoint)
        .Add((ulong)Attempt)
        .Add((ulong)Rank)
        .Add((ulong)Tenure)
        .Add(Commitment.ToHash32());
}
