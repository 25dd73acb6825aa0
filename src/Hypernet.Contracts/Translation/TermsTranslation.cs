using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>Terms as the chain keeps them, and as the market speaks of them.</summary>
internal static class TermsTranslation
{
    public static Terms ToMarket(this Abi.Terms terms) => new(
        new Amount(terms.UnitPrice),
        new Amount(terms.UnitCollateral),
        terms.Groups,
        terms.Replication,
        terms.Quorum,
        terms.Checkpoints,
        TimeSpan.FromSeconds(terms.WorkSeconds),
        TimeSpan.FromSeconds(terms.RevealSeconds),
        TimeSpan.FromSeconds(terms.RecruitSeconds),
        terms.SignDeadline.ToTime(),
        terms.AuctionEnd.ToTimeOrNone(),
        terms.LossPolicy,
        terms.Numerics.ToBytes32(),
        terms.SpecHash.ToBytes32(),
        new Amount(terms.LeastStake),
        new Amount(terms.LeastPoints),
        terms.MostStrikes,
        terms.Requirements.ToMarket());

    /// <exception cref="OverflowException">A term is wider than the contracts keep it.</exception>
    public static Abi.Terms ToAbi(this Terms terms) => checked(new Abi.Terms(
        terms.UnitPrice.Units,
        terms.UnitCollateral.Units,
        (ushort)terms.Groups,
        (byte)terms.Replication,
        (byte)terms.Quorum,
        (ushort)terms.Checkpoints,
        (uint)terms.Work.TotalSeconds,
        (uint)terms.Reveal.TotalSeconds,
        (uint)terms.Recruit.TotalSeconds,
        (ulong)terms.SignDeadline.ToUnixTimeSeconds(),
        (ulong)(terms.AuctionEnd?.ToUnixTimeSeconds() ?? 0),
        terms.OnLoss,
        terms.Numerics.ToHash32(),
        terms.SpecHash.ToHash32(),
        terms.LeastStake.Units,
        terms.LeastPoints.Units,
        (ushort)terms.MostStrikes,
        terms.Requirements.ToAbi()));

    public static Snapshot ToMarket(this Abi.Snapshot snapshot) => new(
        snapshot.FeeBps, snapshot.CancelBps, TimeSpan.FromSeconds(snapshot.HoldSeconds), snapshot.DrawBlocks);

    private static Requirements ToMarket(this Abi.Requirements requirements) => new()
    {
        Cpus = requirements.Cpus,
        MemoryMiB = requirements.MemoryMiB,
        StorageMiB = requirements.StorageMiB,
        UpKbps = requirements.UpKbps,
        DownKbps = requirements.DownKbps,
        Architecture = requirements.Architecture,
    };

    private static Abi.Requirements ToAbi(this Requirements requirements) => checked(new Abi.Requirements(
        (ushort)requirements.Cpus,
        (uint)requirements.MemoryMiB,
        (uint)requirements.StorageMiB,
        (uint)requirements.UpKbps,
        (uint)requirements.DownKbps,
        requirements.Architecture));
}
