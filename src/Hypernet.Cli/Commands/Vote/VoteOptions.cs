using System.CommandLine;

namespace Hypernet.Cli.Commands.Vote;

/// <summary>What the vote verbs share.</summary>
internal static class VoteOptions
{
    public static Argument<string> Proposal { get; } = new("proposal")
    {
        Description = "The proposal's id, its first digits (0x3f2a9c01), or the id as a decimal number.",
    };
}
