namespace Hypernet.Market;

/// <summary>The <c>terms</c> of a manifest, within the bounds that no vote of the network can cross (contracts.md §1).</summary>
internal static class TermsReader
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static ManifestTerms Read(ManifestField field, TimeSpan duration)
    {
        if (field.Node is null)
        {
            field.Fail("is missing", "add terms: with at least a unitPrice");
        }

        var terms = new ManifestSection(
            field,
            "unitPrice", "unitCollateral", "groups", "replication", "quorum", "onLoss", "windows", "requirements");
        Amount price = field.Node is null ? Amount.Zero : terms["unitPrice"].Money();
        int replication = terms["replication"].Integer(1, 16, 3);
        return new ManifestTerms(
            price,
            ReadCollateral(terms["unitCollateral"], price),
            terms["groups"].Integer(1, 256, 1),
            replication,
            ReadQuorum(terms["quorum"], replication),
            terms["onLoss"].Choice<LossPolicy>(LossPolicy.Restart, ("abort", LossPolicy.Abort), ("restart", LossPolicy.Restart)),
            ReadWindows(terms["windows"], duration),
            ReadRequirements(terms["requirements"]));
    }

    private static Amount ReadCollateral(ManifestField field, Amount price)
    {
        Amount collateral = field.Money(price);
        if (collateral.Units > UInt128.MaxValue / 10 || price.Units > UInt128.MaxValue / 10 || collateral * 10 < price || collateral > price * 10)
        {
            field.Fail($"{collateral} HYT is not within a tenth and ten times the unit price of {price}", $"choose at least {new Amount((price.Units + 9) / 10)}");
        }

        return collateral;
    }

    private static int ReadQuorum(ManifestField field, int replication)
    {
        int least = (replication / 2) + 1;
        int quorum = field.Integer(1, 16, least);
        if (quorum < least || quorum > replication)
        {
            field.Fail($"{quorum} is not a majority of {replication} replicas", $"choose {least} to {replication}");
        }

        return quorum;
    }

    private static JobWindows ReadWindows(ManifestField field, TimeSpan duration)
    {
        var windows = new ManifestSection(field, "work", "reveal", "recruit", "sign", "auction");
        TimeSpan sign = windows["sign"].Duration(10 * Second, 30 * Day, 3600 * Second);
        return new JobWindows(
            windows["work"].Duration(10 * Second, 7 * Day, (3 * duration) + (60 * Second)),
            windows["reveal"].Duration(5 * Second, Day, 60 * Second),
            windows["recruit"].Duration(10 * Second, 7 * Day, 600 * Second),
            sign,
            windows["auction"] is { Node: not null } auction ? auction.Duration(10 * Second, sign + (7 * Day)) : null);
    }

    private static Requirements ReadRequirements(ManifestField field)
    {
        var requirements = new ManifestSection(field, "cpus", "memoryMiB", "storageMiB", "upKbps", "downKbps", "architecture");
        var defaults = new Requirements();
        return new Requirements
        {
            Cpus = requirements["cpus"].Integer(1, 1024, defaults.Cpus),
            MemoryMiB = requirements["memoryMiB"].Integer(16, 1 << 24, (int)defaults.MemoryMiB),
            StorageMiB = requirements["storageMiB"].Integer(0, 1 << 30, (int)defaults.StorageMiB),
            UpKbps = requirements["upKbps"].Integer(0, 1_000_000_000, (int)defaults.UpKbps),
            DownKbps = requirements["downKbps"].Integer(0, 1_000_000_000, (int)defaults.DownKbps),
            Architecture = requirements["architecture"].Choice<Architecture>(
                defaults.Architecture, ("any", Architecture.Any), ("x64", Architecture.X64), ("arm64", Architecture.Arm64)),
        };
    }
}
