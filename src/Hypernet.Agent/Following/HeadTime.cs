using Hypernet.Ethereum.Rpc;

namespace Hypernet.Agent.Following;

/// <summary>The chain's clock.</summary>
internal static class HeadTime
{
    /// <summary>When a block was made, as its contracts see it.</summary>
    public static DateTimeOffset Time(this BlockHeader head) => DateTimeOffset.FromUnixTimeSeconds((long)head.Timestamp);
}
