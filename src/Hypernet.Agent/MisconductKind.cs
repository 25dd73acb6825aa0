namespace Hypernet.Agent;

/// <summary>How an agent lies.</summary>
public enum MisconductKind
{
    /// <summary>It commits to another result than its program has handed in, at one checkpoint: the tally finds it.</summary>
    Digest,

    /// <summary>
    /// As the supplier of its partition it gives other numbers to sums and extremes than those that it seals and answers for, and commits
    /// without waiting for the audit, which finds it. If it is a mate it has the supplier replaced first.
    /// </summary>
    Contribution,

    /// <summary>
    /// It computes nothing: it gives zeros to sums and extremes, takes the results that others compute, and commits whatever the audit says.
    /// Its transcript is not that of its mates, so the tally finds it.
    /// </summary>
    Listen,
}
