using System.CommandLine;
using Hypernet.Cli.Demo;
using Hypernet.Cli.Demo.Local;
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

    private static readonly Option<bool> Local = new("--local")
    {
        Description = "The regression alone, by eight ranks on this machine without a market, one of them killed.",
    };

    public static Command Create(CommandStreams streams)
    {
        return new Command("demo", "The whole market on this machine: a chain, a server, ten sellers, a real job and its result.")
            .With(Json, Keep, Local)
            .Does(streams, (context, cancellationToken) => context.Get(Local) ? RunLocallyAsync(context, cancellationToken) : RunAsync(context, cancellationToken));
    }

    private static async Task RunLocallyAsync(CommandContext context, CancellationToken cancellationToken)
    {
        if (context.Get(Keep))
        {
            throw new CommandException(ExitCode.Misused, "--keep and --local do not go together: nothing of a local run is left");
        }

        var clock = new PhaseClock(TimeProvider.System);
        Signals.AdoptOrphans();
        var demo = new LocalDemo(clock, context.Talk, TimeProvider.System);
        LocalDemoResult result;
        await using (demo)
        {
            result = await demo.RunAsync(cancellationToken);
        }

        clock.End("end");
        int leftovers = demo.CountLeftovers();
        LocalDemoReport.Print(context.Get(Json) ? context.Talk : context.Output, result, clock);
        if (context.Get(Json))
        {
            await context.Output.WriteLineAsync(LocalDemoReport.Document(result, clock, leftovers).ToJsonString());
        }

        if (!result.IsWell || leftovers > 0)
        {
            throw new CommandException(ExitCode.Failed, $"the demo did not end as it should: bits {(result.IsEqual ? "equal" : "not equal")}, {result.Before.Fit.Rows} rows without rank {result.Victim}, {leftovers} leftovers");
        }
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
