using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>What the buyer changes of the manifest's terms.</summary>
public sealed record SubmitOptions
{
    /// <summary>The most that one seller is paid for one checkpoint. Default: as in the manifest.</summary>
    public Amount? UnitPrice { get; init; }

    /// <summary>What a seller locks for each checkpoint. Default: as in the manifest. Range: a tenth to ten times the price.</summary>
    public Amount? UnitCollateral { get; init; }

    /// <summary>Stake that must be behind a seller. Default: 0.</summary>
    public Amount LeastStake { get; init; }

    /// <summary>Points that a seller must have. Default: 0.</summary>
    public Amount LeastPoints { get; init; }

    /// <summary>Strikes that a seller may have. Default: 65,535, any number. Range: 0–65,535.</summary>
    public int MostStrikes { get; init; } = ushort.MaxValue;
}
