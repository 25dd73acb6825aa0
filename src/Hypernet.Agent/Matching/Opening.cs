using Hypernet.Market;

namespace Hypernet.Agent.Matching;

/// <summary>A way into a job.</summary>
internal abstract record Opening
{
    /// <summary>A slot of an open job.</summary>
    public sealed record Slot : Opening;

    /// <summary>A slot of a job that is full, which is another seller's.</summary>
    /// <param name="Number">The slot.</param>
    /// <param name="Ask">What takes it.</param>
    public sealed record Underbid(int Number, Amount Ask) : Opening;

    /// <summary>A place that a group has lost.</summary>
    /// <param name="Group">The group.</param>
    public sealed record Vacancy(int Group) : Opening;
}
