namespace Hypernet.Benchmarks.Dac;

/// <summary>Whose all-reduce it is.</summary>
internal enum Side
{
    /// <summary>Open MPI's.</summary>
    Mpi,

    /// <summary>The least that this machine makes possible: a program that does nothing else.</summary>
    Floor,

    Hypernet,
}
