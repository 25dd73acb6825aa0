namespace Hypernet.Benchmarks.Mpi;

/// <summary>One of Open MPI's ways to all-reduce.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Its number among coll_tuned_allreduce_algorithm, or 0 to let Open MPI choose.</param>
internal sealed record MpiAlgorithm(string Name, int Number)
{
    internal static IReadOnlyList<MpiAlgorithm> All { get; } =
        [new("default", 0), new("recursive doubling", 3), new("ring", 4), new("Rabenseifner", 6)];
}
