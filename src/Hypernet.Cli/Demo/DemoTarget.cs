namespace Hypernet.Cli.Demo;

/// <summary>Who is killed in the demo.</summary>
internal enum DemoTarget
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A seller's agent, in checkpoint 1, for good: the spare takes its place.</summary>
    Seller,

    /// <summary>The agent of one seller, in checkpoint 2; it is started again.</summary>
    Agent,

    /// <summary>The server, in checkpoint 2; it is started again.</summary>
    Server,

    /// <summary>The buyer's command, in checkpoint 2; another one watches the job to its end.</summary>
    Buyer,

    /// <summary>The chain's node, in checkpoint 2; it is started again from what it last wrote down.</summary>
    Chain,
}
