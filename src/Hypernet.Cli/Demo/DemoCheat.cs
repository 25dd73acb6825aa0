namespace Hypernet.Cli.Demo;

/// <summary>What the cheat of the demo does, at checkpoint 2.</summary>
internal enum DemoCheat
{
    /// <summary>Nothing: it is as honest as the others.</summary>
    None,

    /// <summary>Commits the digest of another result than it has computed.</summary>
    Digest,

    /// <summary>Gives the other partitions something else than its program gave.</summary>
    Contribution,

    /// <summary>Computes nothing, and copies what it hears.</summary>
    Listen,
}
