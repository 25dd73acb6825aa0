namespace Hypernet.Consensus.Runs;

/// <summary>How an operation travels (docs/spec/collectives.md §4).</summary>
internal enum ScheduleKind
{
    /// <summary>To a member in the middle and back.</summary>
    Star,

    /// <summary>Up a binomial tree and down again.</summary>
    Tree,

    /// <summary>In ⌈log2 n⌉ rounds, in which each member sends and receives once.</summary>
    Census,

    /// <summary>Each member reduces one segment of the elements, and gives it to all.</summary>
    Direct,

    /// <summary>Segments of fixed-point words around the ring, twice.</summary>
    Ring,

    /// <summary>Straight to the out-neighbors.</summary>
    Exchange,
}
