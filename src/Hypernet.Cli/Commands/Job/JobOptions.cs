using System.CommandLine;
using Hypernet.Market;

namespace Hypernet.Cli.Commands.Job;

/// <summary>What the job verbs share.</summary>
internal static class JobOptions
{
    public static Argument<Account> Job { get; } = new("job")
    {
        Description = "The job's address.",
        CustomParser = ParsedValues.AccountOf,
    };

    public static Option<bool> Wait { get; } = new("--wait")
    {
        Description = "Follow the job until it has ended; exit code 9 unless it is complete.",
    };
}
