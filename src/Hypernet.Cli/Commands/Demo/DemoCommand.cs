using System.CommandLine;
using Hypernet.Cli.Demo;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Commands.Demo;

/// <summary><c>hypernet demo</c>.</summary>
internal static class DemoCommand
{
    private static readonly Option<bool> Json = new("--json")
    {
        Description = "Print one machine-readable line last.",
    };

    private static readonly Option<bool> Keep = new("--keep")
    {
        Description = "Leave everything running until Ctrl-C, and print where.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("demo", "The whole market on this machine: a chain, a server, ten sellers, a real job and its result.")
            .With(Json, Keep)
            .Does(streams, RunAsync);
    }

    private static async Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var clock = new PhaseClock(TimeProvider.System);
        Signals.AdoptOrphans();
        var run = new DemoRun(clock, context.Talk);
        DemoResult result;
        await using (run)
        {
            result = await run.RunAsync(cancellationToken);
            DemoReport.Print(context.Get(Json) ? context.Talk : context.Output, result, clock);
            if (context.Get(Keep))
            {
                await KeepAsync(context, run, cancellationToken);
            }
        }

        clock.End("end");
        int leftovers = run.CountLeftovers();
        if (context.Get(Json))
        {
            await context.Output.WriteLineAsync(DemoReport.Document(result, clock, leftovers).ToJsonString());
        }

        bool isWell = result is { Job.Status: Market.JobStatus.Completed, IsConserved: true, Killed: 1, Replaced: 1, Slashed: 1 } && leftovers == 0;
        if (!isWell)
        {
            throw new CommandException(ExitCode.Failed, $"the demo did not end as it should: {result.Job.Status}, {result.Killed} killed, {result.Replaced} replaced, {result.Slashed} slashed, {leftovers} leftovers", $"the output of its processes is in {run.Logs}");
        }
    }

    private static async Task KeepAsync(CommandContext context, DemoRun run, CancellationToken cancellationToken)
    {
        await context.Output.WriteLineAsync($"\nserver {run.Server}\nchain  {run.Chain}\nlogs   {run.Logs}\nCtrl-C ends it");
        var ended = new TaskCompletionSource();
        await using (cancellationToken.Register(ended.SetResult))
        {
            await ended.Task;
        }
    }
}
