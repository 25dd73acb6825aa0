namespace Hypernet.Client;

/// <summary>One block of a server-sent event stream. A heartbeat has no event; it may have an id.</summary>
/// <param name="Id">The value of its id line.</param>
/// <param name="Event">The value of its event line.</param>
/// <param name="Data">Its data lines, joined by line feeds; valid until the next read.</param>
internal readonly record struct ServerSentBlock(string? Id, string? Event, ReadOnlyMemory<byte> Data);
