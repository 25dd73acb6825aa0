namespace Hypernet.Network;

/// <summary>A text does not say where a peer listens.</summary>
public sealed class EndpointException(string text, string fault)
    : NetworkException($"'{text}' does not say where a peer listens: {fault}")
{
    /// <summary>What was read.</summary>
    public string Text { get; } = text;
}
