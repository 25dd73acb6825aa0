using System.CommandLine;

namespace Hypernet.Cli.Commands;

/// <summary>The option of a list that says how long it may be.</summary>
internal static class ListLimit
{
    /// <summary>The option.</summary>
    /// <param name="listed">What is listed, and in which order.</param>
    public static Option<int> Of(string listed) => new("--limit")
    {
        Description = $"The most {listed}.",
        DefaultValueFactory = _ => 50,
        CustomParser = ParsedValues.CountOf,
    };
}
