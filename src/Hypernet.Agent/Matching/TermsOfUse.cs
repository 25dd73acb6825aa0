using Hypernet.Market;

namespace Hypernet.Agent;

/// <summary>What a seller lets jobs have of its machine, and on what terms (white paper §4.1: terms of use).</summary>
public sealed record TermsOfUse
{
    /// <summary>CPUs for all jobs together. Default: all of this machine. Range: at least 1.</summary>
    public int Cpus { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory for all jobs together, in MiB. Default: 2048. Range: at least 32.</summary>
    public int MemoryMiB { get; init; } = 2048;

    /// <summary>Storage for all jobs together, in MiB. Default: 4096. Range: at least 1.</summary>
    public int StorageMiB { get; init; } = 4096;

    /// <summary>The least price for one checkpoint of one rank; down to it the seller underbids others in an auction. Default: 0, and no underbids.</summary>
    public Amount LeastPrice { get; init; }

    /// <summary>The most collateral locked in all jobs together; null for what is free. Default: null.</summary>
    public Amount? MostCollateral { get; init; }

    /// <summary>Buyers whose jobs are refused. Default: none.</summary>
    public IReadOnlySet<Account> RefusedBuyers { get; init; } = new HashSet<Account>();

    /// <summary>Whether the seller waits for vacancies in jobs under way instead of signing open ones. Default: no.</summary>
    public bool ReplacementsOnly { get; init; }
}
