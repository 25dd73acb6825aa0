namespace Hypernet.Consensus.Membership;

/// <summary>Whether a slot's program has ended. The numbers stand in PROMISE.</summary>
internal enum Leaving : byte
{
    /// <summary>It calls operations.</summary>
    No = 0,

    /// <summary>It wants to leave.</summary>
    Wanted = 1,

    /// <summary>It wants to leave, and every member has completed all that it called. Said where partitions have replicas.</summary>
    Settled = 2,
}
