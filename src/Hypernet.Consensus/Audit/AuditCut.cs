namespace Hypernet.Consensus.Audit;

/// <summary>
/// Which operations a window holds: of each chain, those below a number and not audited before. Slots finish operations of different names in
/// different orders, so one proposes where to cut, and all cut there.
/// </summary>
/// <param name="Ends">The number after the last, of each chain that has any.</param>
internal sealed record AuditCut(IReadOnlyDictionary<ChainKey, ulong> Ends);
