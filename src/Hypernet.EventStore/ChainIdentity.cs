namespace Hypernet.EventStore;

/// <summary>Which chain a store follows; it never follows another.</summary>
/// <param name="ChainId">The chain's id.</param>
/// <param name="Genesis">The hash of its block 0, which tells two local chains of one id apart.</param>
public sealed record ChainIdentity(ulong ChainId, Word Genesis);
