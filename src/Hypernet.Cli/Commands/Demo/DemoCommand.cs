using System.CommandLine;
using Hypernet.Cli.Demo;
using Hypernet.Cli.Demo.Local;
using Hypernet.Cli.Processes;

namespace Hypernet.Cli.Commands.Demo;

/// <summary><c>hypernet demo</c>.</summary>
internal static class DemoCommand
{
    public static Command Create(CommandStreams streams)
    {
        return new Command("demo", "The whole market on this machine: a chain, a server, ten sellers that compute one fit together, and its result.")
            .With(DemoOptions.Json, DemoOptions.Keep, DemoOptions.Local, DemoOptions.Cheat, DemoOptions.Kill, DemoOptions.Faults)
            .Does(streams, RunAsync);
    }

    private static Task RunAsync(CommandContext context, CancellationToken cancellationToken)
    {
        bool isOfOne = context.Get(DemoOptions.Cheat) is not null || context.Get(DemoOptions.Kill) is not null || context.Get(DemoOptions.Keep);
        return (context.Get(DemoOptions.Local), context.Get(DemoOptions.Faults), isOfOne) switch
        {
            (true, true, _) or (true, _, true) => throw new CommandException(ExitCode.Misused, "--local goes with --json alone: nothing of a local run is left, and its kills are its own", "hypernet demo --help"),
            (_, true, true) => throw new CommandException(ExitCode.Misused, "--faults goes with --json alone: it runs each fault, and leaves nothing", "hypernet demo --help"),
            (true, _, _) => RunLocallyAsync(context, cancellationToken),
            (_, true, _) => RunFaultsAsync(context, cancellationToken),
            _ => RunMarketAsync(context, cancellationToken),
        };
    }

    private static async Task RunLocallyAsync(CommandContext context, CancellationToken cancellationToken)
    {
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
        LocalDemoReport.Print(context.Get(DemoOptions.Json) ? context.Talk : context.Output, result, clock);
        if (context.Get(DemoOptions.Json))
        {
            await context.Output.WriteLineAsync(LocalDemoReport.Document(result, clock, leftovers).ToJsonString());
        }

        if (!result.IsWell || leftovers > 0)
        {
            throw new CommandException(ExitCode.Failed, $"the demo did not end as it should: bits {(result.IsEqual ? "equal" : "not equal")}, {result.Before.Fit.Rows} rows without rank {result.Victim}, {leftovers} leftovers");
        }
    }

    private static async Task RunMarketAsync(CommandContext context, CancellationToken cancellationToken)
    {
        var clock = new PhaseClock(TimeProvider.System);
        Signals.AdoptOrphans();
        var (target, agent) = context.Get(DemoOptions.Kill) ?? (DemoPlan.Plain.Target, 0);
        var run = new DemoRun(new DemoPlan(context.Get(DemoOptions.Cheat) ?? DemoPlan.Plain.Cheat, target, agent), clock, context.Talk);
        DemoResult result;
        await using (run)
        {
            result = await run.RunAsync(cancellationToken);
            DemoReport.Print(context.Get(DemoOptions.Json) ? context.Talk : context.Output, result, clock);
            if (context.Get(DemoOptions.Keep))
            {
                await KeepAsync(context, run, cancellationToken);
            }
        }

        clock.End("end");
        int leftovers = run.CountLeftovers();
        if (context.Get(DemoOptions.Json))
        {
            await context.Output.WriteLineAsync(DemoReport.Document(result, clock, leftovers).ToJsonString());
        }

        if (result.Complaints(leftovers) is { Count: > 0 } complaints)
        {
            throw new CommandException(ExitCode.Failed, $"the demo did not end as it should: {string.Join("; ", complaints)}", $"the output of its processes is in {run.Logs}");
        }
    }

    private static async Task RunFaultsAsync(CommandContext context, CancellationToken cancellationToken)
    {
        Signals.AdoptOrphans();
        var rows = new List<DemoFault>();
        foreach (var plan in DemoPlan.Faults)
        {
            await context.Talk.WriteLineAsync($"\nnpm run demo -- {plan}\n");
            rows.Add(await DemoFault.RunAsync(plan, context.Talk, TimeProvider.System, cancellationToken));
        }

        DemoFault.Print(context.Get(DemoOptions.Json) ? context.Talk : context.Output, rows);
        if (context.Get(DemoOptions.Json))
        {
            await context.Output.WriteLineAsync(DemoFault.Document(rows).ToJsonString());
        }

        if (rows.Count(row => !row.IsWell) is > 0 and var bad)
        {
            throw new CommandException(ExitCode.Failed, $"{bad} of {rows.Count} demos did not end as they should");
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
