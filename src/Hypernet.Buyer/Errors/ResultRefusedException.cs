namespace Hypernet.Buyer;

/// <summary>What a group delivered cannot be had, or is not what stands on chain.</summary>
/// <param name="group">The group.</param>
/// <param name="problem">What is wrong.</param>
/// <param name="inner">The fault that showed it, if any.</param>
public sealed class ResultRefusedException(int group, string problem, Exception? inner = null)
    : BuyerException($"the result of group {group} {problem}", inner)
{
    /// <summary>The group, counted from 0.</summary>
    public int Group { get; } = group;
}
