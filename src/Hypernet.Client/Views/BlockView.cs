namespace Hypernet.Client;

/// <summary>A block.</summary>
public sealed record BlockView
{
    /// <summary>Its number.</summary>
    public required long Number { get; init; }

    /// <summary>Its hash, 0x and 64 digits.</summary>
    public required string Hash { get; init; }

    /// <summary>Its time by the chain's clock, in whole seconds.</summary>
    public required DateTimeOffset Time { get; init; }
}
