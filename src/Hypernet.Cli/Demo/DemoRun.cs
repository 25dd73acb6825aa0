using Hypernet.Buyer;
using Hypernet.Cli.Processes;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>One run of the demo: everything it starts, in the order in which it must end.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private static readonly Amount Deposit = Amount.Parse("100");

    private readonly DemoPlan _plan;
    private readonly PhaseClock _clock;
    private readonly TextWriter _talk;
    private readonly DemoFolder _folder = new();
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly List<DemoSeller> _sellers = [];
    private readonly DemoStory _story;
    private string? _loss;

    /// <summary>Prepares a run.</summary>
    public DemoRun(DemoPlan plan, PhaseClock clock, TextWriter talk)
    {
        (_plan, _clock, _talk) = (plan, clock, talk);
        _story = new DemoStory(plan, _sellers, clock, Say);
        Logs = Path.Combine(Clone.Root(), "build", "demo-logs", plan.Name);
    }

    /// <summary>Where the server listens; null before it does.</summary>
    public Uri? Server { get; private set; }

    /// <summary>Where the chain listens; null before it does.</summary>
    public Uri? Chain { get; private set; }

    /// <summary>Where the output of the processes is kept until the next run of this plan.</summary>
    public string Logs { get; }

    /// <summary>Runs the market and one job in it, to its end.</summary>
    /// <exception cref="CommandException">A process that nothing goes without has ended, or the job does not.</exception>
    public async Task<DemoResult> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var bound = new CancellationTokenSource();
        await using var link = bound.Token.Register(stop.Cancel);
        try
        {
            return await RunAsync(stop, bound);
        }
        catch (OperationCanceledException) when (_loss is not null)
        {
            throw new CommandException(ExitCode.Failed, _loss, $"its output is in {Logs}");
        }
        catch (OperationCanceledException) when (bound.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new CommandException(
                ExitCode.TimedOut,
                $"{DemoStory.Bound.TotalSeconds} s after {_story.Victim?.Name} was killed the job still waits; {_story.Waits()}",
                $"the output of its processes is in {Logs}");
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task<DemoResult> RunAsync(CancellationTokenSource stop, CancellationTokenSource bound)
    {
        var cancellationToken = stop.Token;
        string clone = Clone.Root();
        string binaries = _folder.PublishBinaries();
        string example = _folder.Publish(Path.Combine(clone, "docs", "examples", "least-squares"), "job", _ => true);
        var packing = Started(DemoFit.StartPacking(example, Path.Combine(example, "flights.csv"), _folder));

        Say("a local chain, the contracts");
        var market = Started(await DemoMarket.StartAsync(_folder, _plan.Target == DemoTarget.Chain, _clock, cancellationToken));
        Chain = market.Rpc;
        _ = WatchAsync(market.Process, stop);
        Say($"a server, {DemoPlan.Sellers} sellers, each a process of its own");
        var server = Started(await ServerProcess.StartAsync(_folder, DemoUser.Take("server", _folder.Private("server")), binaries, market.Rpc, cancellationToken));
        Server = server.Url;
        _ = WatchAsync(server.Process, stop);
        using var client = new HypernetClient(server.Url);
        var ground = new DemoGround(_folder, binaries, market, server);
        var account = DemoAccount.Create("buyer", _folder.Private("buyer"));
        for (int number = 0; number < DemoPlan.Sellers; number++)
        {
            Start(number, ground);
        }

        _clock.End("start");
        var accounts = _sellers.Select(seller => (seller.Account, Deposit)).Append((account, Deposit)).ToList();
        await market.FundAsync(accounts, client, cancellationToken);
        await market.MineAsync(cancellationToken);
        await DemoFit.EndAsync(packing, cancellationToken);
        _clock.End("fund");

        var buyer = Started(await DemoBuyer.PlaceAsync(
            _folder, DemoUser.Take("buyer", account.Folder), binaries, market.Rpc, server.Url, example, cancellationToken));
        _clock.End("place");
        var access = new MarketAccess(market.Chain, client, market.Deployment);
        await using var buying = await BuyerClient.OpenAsync(access, account.Key, _folder.Private("closing"), cancellationToken: cancellationToken);
        IVictim? planned = _plan.Target switch
        {
            DemoTarget.Agent => _sellers[_plan.Agent],
            DemoTarget.Server => server,
            DemoTarget.Buyer => buyer,
            DemoTarget.Chain => market,
            _ => null,
        };
        await _story.FollowAsync(buying.Reader, buyer.Job, planned, bound, cancellationToken);
        var results = _story.Job!.Status == JobStatus.Completed ? await buyer.ResultsAsync(cancellationToken) : null;
        _clock.End("result");
        await buying.CloseAsync(buyer.Job, cancellationToken);
        await _story.CloseAsync(buying.Reader, buyer.Job, cancellationToken);
        var progress = await client.FindTelemetryAsync(buyer.Job.ToAddress().ToString(), cancellationToken: cancellationToken);
        bound.CancelAfter(Timeout.InfiniteTimeSpan);
        _clock.End("close");
        var fit = results is null ? null : await DemoFit.CheckAsync(example, results, _folder, cancellationToken);
        _clock.End("check");

        var books = await DemoBooks.ReadAsync(
            market.Chain,
            market.Deployment,
            buyer.Job,
            accounts.Select(entry => (entry.Item1.Name, entry.Item1.Account)).Append(("treasury", market.Deployment.Timelock)),
            cancellationToken);
        return new DemoResult
        {
            Plan = _plan,
            Job = _story.Job,
            Sellers = _sellers,
            Victim = _story.Victim,
            Books = books,
            Deposited = accounts.Aggregate(default(Amount), (sum, entry) => sum + entry.Item2),
            Gas = await DemoGas.ReadAsync(market.Chain, _story.Events, cancellationToken),
            Fit = fit,
            Progress = progress!,
            SecondsToFirstSignature = _story.FirstSignature,
        };
    }

    /// <summary>Ends everything in good order, the chain last, and removes the folder.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sellers.Select(seller => seller.DisposeAsync().AsTask()));
        while (_started.TryPop(out var last))
        {
            await last.DisposeAsync();
        }

        KeepLogs();
        _folder.Dispose();
    }

    /// <summary>What is left of the run after its end: processes below this one, and its folder.</summary>
    public int CountLeftovers() => Descendants.List().Count + (Directory.Exists(_folder.Root) ? 1 : 0);

    private void KeepLogs()
    {
        if (Directory.Exists(Logs))
        {
            Directory.Delete(Logs, recursive: true);
        }

        Directory.CreateDirectory(Logs);
        foreach (string log in Directory.EnumerateFiles(_folder.Logs))
        {
            File.Copy(log, Path.Combine(Logs, Path.GetFileName(log)));
        }
    }

    private T Started<T>(T one)
        where T : IAsyncDisposable
    {
        _started.Push(one);
        return one;
    }

    // Nothing comes to an end without the chain and the server.
    private async Task WatchAsync(Revivable process, CancellationTokenSource stop)
    {
        try
        {
            int code = await process.LossAsync(stop.Token);
            _loss = $"the {process.Child.Name} has ended with exit code {code}:\n{process.Child.Tail()}";
            await stop.CancelAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The demo ended first.
        }
    }

    private void Say(string what) => _talk.WriteLine(FormattableString.Invariant($"{_clock.Elapsed,6:0.0} s  {what}"));

    private void Start(int number, DemoGround ground)
    {
        var role = number switch
        {
            0 when _plan.Cheat != DemoCheat.None => DemoRole.Cheat,
            DemoPlan.Sellers - 1 => DemoRole.Spare,
            _ => DemoRole.Honest,
        };
        string[] special = role switch
        {
            DemoRole.Cheat => _plan.CheatOptions,
            DemoRole.Spare => ["--replacements-only"],
            _ => [],
        };
        _sellers.Add(ground.StartSeller($"seller-{number}", role, special));
    }
}
