namespace Hypernet.Ethereum.Transactions;

/// <summary>How a <see cref="TransactionSender"/> pays and waits.</summary>
public sealed record TransactionSenderOptions
{
    /// <summary>How many blocks must hold a transaction, its own included, before it counts. Default: 1. Range: 1 to 1024.</summary>
    public int Confirmations { get; init; } = 1;

    /// <summary>The time between two looks at the chain while something is pending. Default: 1 second. Range: greater than 0.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the next transaction of the account may wait before its fees are raised. Default: 30 seconds. Range: greater than 0.</summary>
    public TimeSpan RaiseAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The most ever offered, in wei per unit of gas. Default: 500 gwei. Range: greater than 0.</summary>
    public UInt256 MaxFeePerGas { get; init; } = 500_000_000_000;

    /// <summary>The least offered to the block's builder, in wei per unit of gas. Default: 0.01 gwei. Range: at least 0.</summary>
    public UInt256 MinPriorityFeePerGas { get; init; } = 10_000_000;

    /// <summary>What is added to the node's estimate of gas, in percent. Default: 20. Range: 0 to 900.</summary>
    public int GasMarginPercent { get; init; } = 20;

    /// <summary>How many finished intents are remembered, the latest; an older key may be sent again. Default: 4096. Range: at least 1.</summary>
    public int RememberedIntents { get; init; } = 4096;
}
