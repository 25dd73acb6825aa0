namespace Hypernet.Benchmarks.Dac;

/// <summary>Whose all-reduce it is.</summary>
internal enum Side
{
    /// <summary>Open MPI's.</summary>
    Mpi,

    /// <summary>The machine's: a program that adds and does nothing else.</summary>
    Floor,

    Hypernet,
}
