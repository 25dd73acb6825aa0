using Hypernet.Market;

namespace Hypernet.Agent.Desk;

/// <summary>What a seller has left for one more job.</summary>
/// <param name="Cpus">CPUs.</param>
/// <param name="MemoryMiB">Memory, in MiB.</param>
/// <param name="StorageMiB">Storage, in MiB.</param>
/// <param name="Collateral">Collateral that it will still risk; null without a limit.</param>
internal sealed record MachineShare(int Cpus, long MemoryMiB, long StorageMiB, Amount? Collateral);
