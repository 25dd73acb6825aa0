using Hypernet.Contracts.Signing;
using Hypernet.Ethereum.Keys;

namespace Hypernet.Agent.Accords;

/// <summary>How far the ranks of a job are in settling the checkpoint in work by signatures, as one of them sees it.</summary>
/// <param name="LearnedAt">The block at which something new was learned last.</param>
/// <param name="IsDisputed">Whether a mate has shown that it has computed something else.</param>
/// <param name="Bound">What mates are bound to, by rank.</param>
/// <param name="Unanimous">Attestations of all active ranks of the own group, ascending by rank; null until all are there.</param>
/// <param name="Together">The same of all groups; null until all are there, or if a group has settled the checkpoint already.</param>
internal sealed record Agreement(
    ulong LearnedAt,
    bool IsDisputed,
    IReadOnlyList<(CommitPledge Pledge, Signature Signature)> Bound,
    GroupAttestations? Unanimous,
    IReadOnlyList<GroupAttestations>? Together);
