namespace Hypernet.EventStore;

/// <summary>A document of a projection: current state that a read model answers from.</summary>
/// <param name="Projection">The projection's name.</param>
/// <param name="Key">The document's name within the projection.</param>
/// <param name="Order">Where it stands in a listing; derived from the chain, never from positions or clocks.</param>
/// <param name="Terms">The words that it can be found by, for example <c>status=Open</c>; each once.</param>
/// <param name="Value">The document, UTF-8 JSON.</param>
public sealed record Row(
    string Projection,
    string Key,
    long Order,
    IReadOnlyList<string> Terms,
    ReadOnlyMemory<byte> Value);
