using Hypernet.Agent.Desk;
using Hypernet.Market;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Matching;

/// <summary>Whether a job suits a seller: its terms of use against the job's terms.</summary>
internal static class Match
{
    private static readonly Bytes32 OwnNumerics = CpuClass.HashOf(NumericsClass.Default.Name);

    /// <summary>Why the seller does not want the job; null if it does.</summary>
    public static string? Refusal(JobState job, Account seller, MachineShare machine, TermsOfUse own)
    {
        var terms = job.Terms;
        var need = terms.Requirements;
        return true switch
        {
            _ when job.Placed.Buyer == seller => "it is the seller's own",
            _ when own.RefusedBuyers.Contains(job.Placed.Buyer) => $"buyer {job.Placed.Buyer} is refused by the terms of use",
            _ when job.UnitPrice < own.LeastPrice => $"it pays {job.UnitPrice} for a checkpoint, the terms of use ask for {own.LeastPrice}",
            _ when need.Cpus > machine.Cpus => $"it needs {need.Cpus} CPUs, {machine.Cpus} are free",
            _ when need.MemoryMiB > machine.MemoryMiB => $"it needs {need.MemoryMiB} MiB of memory, {machine.MemoryMiB} are free",
            _ when need.StorageMiB > machine.StorageMiB => $"it needs {need.StorageMiB} MiB of storage, {machine.StorageMiB} are free",
            _ when need.Architecture is not (Architecture.Any or Architecture.X64) => $"it needs the architecture {need.Architecture}, this is X64",
            _ when terms.Numerics != Bytes32.Zero && terms.Numerics != OwnNumerics => $"it needs another class of CPUs than {NumericsClass.Default.Name}",
            _ when machine.Collateral is { } left && terms.FullCollateral > left => $"it locks {terms.FullCollateral}, the terms of use leave {left}",
            _ => null,
        };
    }
}
