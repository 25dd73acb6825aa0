using System.Text;
using System.Text.Json;
using Hypernet.Cli.Commands.Run;
using Hypernet.Cli.Processes;
using Hypernet.Market;
using Hypernet.Runtime.Launching;

namespace Hypernet.Cli.Demo.Local;

/// <summary>The regression of the market's demo by ranks on this machine, without a market: whole, and with one rank killed.</summary>
internal sealed class LocalDemo(PhaseClock clock, TextWriter talk, TimeProvider time) : IAsyncDisposable
{
    private const int Ranks = 8;
    private const int Victim = 3;

    // fit.py: each rank says how many rows it has, then the fit.
    private const int OperationsBeforeFit = 1;

    private readonly DemoFolder _folder = new();

    /// <summary>Runs the fit three times.</summary>
    /// <exception cref="CommandException">A program failed.</exception>
    public async Task<LocalDemoResult> RunAsync(CancellationToken cancellationToken)
    {
        string examples = Path.Combine(Clone.Root(), "docs", "examples");
        string flights = Path.Combine(_folder.Root, "flights.csv");
        await using (var packing = DemoFit.StartPacking(Path.Combine(examples, "least-squares"), flights, _folder))
        {
            await DemoFit.EndAsync(packing, cancellationToken);
        }

        using var input = LocalInput.Prepare(flights, Ranks);
        clock.End("pack");
        Say($"{Ranks} ranks fit the delay of 200,000 flights");
        var whole = await FitAsync(examples, input, [], cancellationToken);
        clock.End("whole");
        Say($"again: rank {Victim} is killed (SIGKILL) when it has contributed its rows");
        var after = await FitAsync(examples, input, [ScheduledKill.AfterOperations(Victim, OperationsBeforeFit + 1)], cancellationToken);
        clock.End("killedAfter");
        Say($"again: rank {Victim} is killed before it contributes them");
        var before = await FitAsync(examples, input, [ScheduledKill.AfterOperations(Victim, OperationsBeforeFit)], cancellationToken);
        clock.End("killedBefore");
        return new LocalDemoResult(Cut(flights), Victim, whole, after, before);
    }

    /// <summary>What is left of the demo after its end: processes below this one, and its folder.</summary>
    public int CountLeftovers() => Descendants.List().Count + (Directory.Exists(_folder.Root) ? 1 : 0);

    /// <summary>Removes the folder.</summary>
    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private static RowPartition Cut(string flights)
    {
        using var file = File.OpenRead(flights);
        return RowPartition.Cut(file, RowFormat.Csv, Ranks);
    }

    private async Task<LocalDemoFit> FitAsync(string examples, LocalInput input, ScheduledKill[] kills, CancellationToken cancellationToken)
    {
        using var output = new MemoryStream();
        using var error = new MemoryStream();
        var options = new LocalRunOptions
        {
            Command = [DemoFit.Python, Path.Combine(examples, "regression", "fit.py"), "--json"],
            Ranks = Ranks,
            InputFolders = input.Folders,
            Kills = [.. kills],
            IsLabelled = false,
            Output = output,
            Error = error,
            Tell = line => Say(line),
        };
        long started = time.GetTimestamp();
        LocalRunEnd end;
        await using (var run = await LocalRun.StartAsync(options, time))
        {
            end = await run.Completion.WaitAsync(cancellationToken);
        }

        double seconds = time.GetElapsedTime(started).TotalSeconds;
        return end.ExitCode == 0 && JsonSerializer.Deserialize<LocalFit>(output.ToArray(), JsonSerializerOptions.Web) is { } fit
            ? new LocalDemoFit(fit, seconds)
            : throw new CommandException(ExitCode.Failed, $"fit.py failed:\n{Encoding.UTF8.GetString(error.ToArray())}");
    }

    private void Say(string what) => talk.WriteLine(FormattableString.Invariant($"{clock.Elapsed,6:0.0} s  {what}"));
}
