using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Contracts;

/// <summary>One parameter among all.</summary>
public static class ParameterValues
{
    /// <summary>The value of a parameter, in its unit.</summary>
    public static UInt256 Of(this Values values, Parameter parameter) => parameter switch
    {
        Parameter.FeeBps => values.FeeBps,
        Parameter.CancelBps => values.CancelBps,
        Parameter.MaxReplication => values.MaxReplication,
        Parameter.MaxGroups => values.MaxGroups,
        Parameter.MaxCheckpoints => values.MaxCheckpoints,
        Parameter.MinWorkSeconds => values.MinWorkSeconds,
        Parameter.MaxWorkSeconds => values.MaxWorkSeconds,
        Parameter.MinRevealSeconds => values.MinRevealSeconds,
        Parameter.MaxRevealSeconds => values.MaxRevealSeconds,
        Parameter.MinRecruitSeconds => values.MinRecruitSeconds,
        Parameter.MaxRecruitSeconds => values.MaxRecruitSeconds,
        Parameter.HoldSeconds => values.HoldSeconds,
        Parameter.DrawBlocks => values.DrawBlocks,
        Parameter.LeastStake => values.LeastStake,
        _ => throw new ArgumentOutOfRangeException(nameof(parameter), parameter, "The contracts know no such parameter."),
    };
}
