using Hypernet.Agent.Desk;
using Hypernet.Market;

namespace Hypernet.Agent.Matching;

/// <summary>Whether a job suits a seller: its terms of use against the job's terms.</summary>
internal static class Match
{
    /// <summary>Why the seller does not want the job; null if it does.</summary>
    public static string? Refusal(JobState job, MachineShare machine, TermsOfUse own)
    {
        var terms = job.Terms;
        var need = terms.Requirements;
        return true switch
        {
            _ when own.RefusedBuyers.Contains(job.Placed.Buyer) => $"buyer {job.Placed.Buyer} is refused by the terms of use",
            _ when terms.UnitPrice < own.LeastPrice => $"it pays {terms.UnitPrice} for a checkpoint, the terms of use ask for {own.LeastPrice}",
            _ when need.Cpus > machine.Cpus => $"it needs {need.Cpus} CPUs, {machine.Cpus} are free",
            _ when need.MemoryMiB > machine.MemoryMiB => $"it needs {need.MemoryMiB} MiB of memory, {machine.MemoryMiB} are free",
            _ when need.StorageMiB > machine.StorageMiB => $"it needs {need.StorageMiB} MiB of storage, {machine.StorageMiB} are free",
            _ when need.Architecture is not (Architecture.Any or Architecture.X64) => $"it needs the architecture {need.Architecture}, this is X64",
            _ when terms.Numerics != Bytes32.Zero => "it needs a class of CPUs that this agent does not know",
            _ when machine.Collateral is { } left && terms.FullCollateral > left => $"it locks {terms.FullCollateral}, the terms of use leave {left}",
            _ => null,
        };
    }
}
