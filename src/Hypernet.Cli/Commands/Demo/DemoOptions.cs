using System.CommandLine;
using System.CommandLine.Parsing;
using Hypernet.Cli.Demo;

namespace Hypernet.Cli.Commands.Demo;

/// <summary>What of a demo can be chosen.</summary>
internal static class DemoOptions
{
    public static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one machine-readable line last.",
    };

    public static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Leave everything running until Ctrl-C, and print where.",
    };

    public static readonly Option<bool> Local = new("--local")
    {
        Description = "The regression alone, by eight ranks on this machine without a market, one of them killed.",
    };

    public static readonly Option<bool> Faults = new("--faults")
    {
        Description = "Each lie and each kill once, one demo after the other, and a table of what came of them.",
    };

    public static readonly Option<DemoCheat?> Cheat = new("--cheat")
    {
        Description = "What seller-0 does at checkpoint 2: commit a wrong result (digest), nothing (none), give other partitions something wrong (contribution), copy what it hears (listen). Default: digest.",
        HelpName = "lie",
        CustomParser = result => DemoPlan.ParseCheat(Text(result)) ?? Refuse<DemoCheat>(result, "lie: write digest, none, contribution or listen"),
    };

    public static readonly Option<(DemoTarget Target, int Agent)?> Kill = new("--kill")
    {
        Description = "Who is killed: a seller in checkpoint 1, for good (seller), nobody (none), or in checkpoint 2, and started again: the chain, the server, the buyer, the agent of seller K (agent:K). Default: seller.",
        HelpName = "victim",
        CustomParser = result => DemoPlan.ParseKill(Text(result)) ?? Refuse<(DemoTarget, int)>(result, $"victim: write seller, none, chain, server, buyer, or agent:K with K from 1 to {DemoPlan.Sellers - 2}"),
    };

    private static string Text(ArgumentResult result) => result.Tokens[0].Value;

    private static T? Refuse<T>(ArgumentResult result, string expected)
        where T : struct
    {
        result.AddError($"\"{Text(result)}\" is no {expected}.");
        return null;
    }
}
