namespace Hypernet.EventStore;

/// <summary>A log as part of a stream.</summary>
/// <param name="Version">Its number in the stream, from 1, without gaps on the canonical branch.</param>
/// <param name="Entry">The log and its place in the ledger.</param>
public sealed record StreamEvent(long Version, Entry.Log Entry);
