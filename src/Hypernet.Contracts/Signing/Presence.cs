using Hypernet.Ethereum;
using Hypernet.Ethereum.Signing;

namespace Hypernet.Contracts.Signing;

/// <summary>A rank is alive though held up by others; signed by its seller or agent key in the job's domain.</summary>
/// <param name="Group">Its group.</param>
/// <param name="Checkpoint">The checkpoint.</param>
/// <param name="Attempt">The group's attempt.</param>
/// <param name="Tenure">Its tenure.</param>
/// <param name="T0">When the group's round began.</param>
public sealed record Presence(int Group, int Checkpoint, int Attempt, int Tenure, DateTimeOffset T0)
{
    private static readonly Hash32 TypeHash = Keccak256.Hash("Present(uint16 group,uint16 checkpoint,uint16 attempt,uint32 tenure,uint40 t0)");

    /// <summary>The structure to sign in the job's domain.</summary>
    public TypedStruct ToTypedStruct() => new TypedStruct(TypeHash)
        .Add((ulong)Group)
        .Add((ulong)Checkpoint)
        .Add((ulong)Attempt)
        .Add((ulong)Tenure)
        .Add((ulong)T0.ToUnixTimeSeconds());
}
