using Hypernet.Buyer;
using Hypernet.Cli.Processes;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>One run of the demo: everything it starts, in the order in which it must end.</summary>
internal sealed class DemoRun : IAsyncDisposable
{
    private const int Sellers = 10;
    private static readonly Amount Deposit = Amount.Parse("100");

    private readonly PhaseClock _clock;
    private readonly TextWriter _talk;
    private readonly DemoFolder _folder = new();
    private readonly Stack<IAsyncDisposable> _started = new();
    private readonly List<DemoSeller> _sellers = [];
    private string? _loss;

    /// <summary>Prepares a run.</summary>
    public DemoRun(PhaseClock clock, TextWriter talk) => (_clock, _talk) = (clock, talk);

    /// <summary>Where the server listens; null before it does.</summary>
    public Uri? Server { get; private set; }

    /// <summary>Where the chain listens; null before it does.</summary>
    public Uri? Chain { get; private set; }

    /// <summary>Runs the market and one job in it, to its end.</summary>
    /// <exception cref="CommandException">A process that nothing goes without has ended.</exception>
    public async Task<DemoResult> RunAsync(CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        try
        {
            return await RunAsync(stop);
        }
        catch (OperationCanceledException) when (_loss is not null)
        {
            throw new CommandException(ExitCode.Failed, _loss, $"its output is in {Logs}");
        }
        finally
        {
            await stop.CancelAsync();
        }
    }

    private async Task<DemoResult> RunAsync(CancellationTokenSource stop)
    {
        var cancellationToken = stop.Token;
        string clone = Clone.Root();
        string binaries = Publish();
        string example = _folder.Publish(Path.Combine(clone, "docs", "examples", "least-squares"), "job", _ => true);
        var packing = Started(DemoFit.StartPacking(example, Path.Combine(example, "flights.csv"), _folder));

        Say("a local chain, the contracts");
        var market = Started(await DemoMarket.StartAsync(_folder, _clock, cancellationToken));
        Chain = market.Rpc;
        _ = WatchAsync(market.ChainProcess, stop);
        Say($"a server, {Sellers} sellers, each a process of its own");
        var server = Started(await ServerProcess.StartAsync(_folder, DemoUser.Take("server", _folder.Private("server")), binaries, market.Rpc, cancellationToken));
        Server = server.Url;
        _ = WatchAsync(server.Child, stop);
        using var client = new HypernetClient(server.Url);
        var buyer = DemoAccount.Create("buyer", _folder.Private("buyer"));
        for (int number = 0; number < Sellers; number++)
        {
            Start(number, binaries, market, server);
        }

        _clock.End("start");
        var accounts = _sellers.Select(seller => (seller.Account, Deposit)).Append((buyer, Deposit)).ToList();
        await market.FundAsync(accounts, client, cancellationToken);
        await market.Chain.MineEveryAsync(1, cancellationToken);
        await DemoFit.EndAsync(packing, cancellationToken);
        _clock.End("fund");

        var access = new MarketAccess(market.Chain, client, market.Deployment);
        await using var buying = await BuyerClient.OpenAsync(access, buyer.Key, _folder.Private("buyer/state"), cancellationToken: cancellationToken);
        var placed = await buying.SubmitAsync(example, cancellationToken: cancellationToken);
        _clock.End("place");
        Say($"job {placed.Job} placed: {placed.Placed.Terms.Groups} groups × {placed.Placed.Terms.Replication} replicas, {placed.Placed.Terms.Checkpoints} checkpoints, {placed.Placed.Escrow} HYT in escrow");

        var story = await FollowAsync(buying, placed.Job, cancellationToken);
        await buying.CloseAsync(placed.Job, cancellationToken);
        var ended = await ClosedAsync(buying, placed.Job, cancellationToken);
        var progress = await client.FindTelemetryAsync(placed.Job.ToAddress().ToString(), cancellationToken: cancellationToken);
        _clock.End("close");
        var fit = ended.State.Status == JobStatus.Completed ? await FitAsync(buying, placed.Job, example, cancellationToken) : null;
        _clock.End("merge");

        var books = await DemoBooks.ReadAsync(
            market.Chain,
            market.Deployment,
            placed.Job,
            accounts.Select(entry => (entry.Item1.Name, entry.Item1.Account)).Append(("treasury", market.Deployment.Timelock)),
            cancellationToken);
        return new DemoResult
        {
            Job = ended.State,
            Events = ended.Events,
            Sellers = _sellers,
            Victim = story.Victim,
            Books = books,
            Deposited = accounts.Aggregate(default(Amount), (sum, entry) => sum + entry.Item2),
            Gas = await DemoGas.ReadAsync(market.Chain, ended.Events, cancellationToken),
            Fit = fit,
            Progress = progress!,
            SecondsToFirstSignature = story.FirstSignature,
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

    /// <summary>Where the output of the processes is kept until the next run.</summary>
    public string Logs { get; } = Path.Combine(Clone.Root(), "build", "demo-logs");

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
    private async Task WatchAsync(ChildProcess child, CancellationTokenSource stop)
    {
        try
        {
            int code = await child.WaitAsync(stop.Token);
            _loss = $"the {child.Name} has ended with exit code {code}:\n{child.Tail()}";
            await stop.CancelAsync();
        }
        catch (Exception over) when (over is OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // The demo ended first.
        }
    }

    private void Say(string what) => _talk.WriteLine(FormattableString.Invariant($"{_clock.Elapsed,6:0.0} s  {what}"));

    // The clone may lie where only root can read: users of agents get a copy, without the libraries of other platforms.
    private string Publish() => Sandbox.HostUser.Current.IsRoot
        ? _folder.Publish(AppContext.BaseDirectory, "bin", path => !path.Contains("/runtimes/", StringComparison.Ordinal) || path.Contains("/runtimes/linux-x64", StringComparison.Ordinal))
        : AppContext.BaseDirectory;

    private void Start(int number, string binaries, DemoMarket market, ServerProcess server)
    {
        var role = number switch
        {
            0 => DemoRole.Cheat,
            Sellers - 1 => DemoRole.Spare,
            _ => DemoRole.Honest,
        };
        string name = $"seller-{number}";
        var account = DemoAccount.Create(name, _folder.Private(name));
        var user = DemoUser.Take(name, account.Folder);
        string[] special = role switch
        {
            DemoRole.Cheat => ["--rehearse-wrong-result", "2"],
            DemoRole.Spare => ["--replacements-only"],
            _ => [],
        };
        var start = user.Hypernet(
            binaries, ["agent", "run", "--rpc", market.Rpc.ToString(), "--api", server.Url.ToString(), "--deployment", _folder.Deployment, "--allow-local-addresses", .. special]);
        _sellers.Add(new DemoSeller(account, role, user, ChildProcess.Start(name, start, _folder.Log(name))));
    }

    private async Task<(DemoSeller? Victim, double FirstSignature)> FollowAsync(BuyerClient buying, Account job, CancellationToken cancellationToken)
    {
        var script = new DemoScript(_sellers);
        var narrator = new DemoNarrator(_sellers, Say);
        double? firstSignature = null;
        await foreach (var moment in buying.Reader.FollowAsync(job, cancellationToken: cancellationToken))
        {
            if (moment.State.Tenures.Count > 0 && firstSignature is null)
            {
                firstSignature = _clock.Elapsed;
                _clock.End("firstSignature");
            }

            narrator.Tell(moment, _clock);
            if (script.Victim is null)
            {
                await script.PlayAsync(moment.State);
                if (script.Victim is { } victim)
                {
                    Say($"{victim.Account.Name} is killed");
                }
            }
        }

        return (script.Victim, firstSignature ?? double.NaN);
    }

    private static bool IsClosed(JobState job) => job.HasEnded && job.IsRefunded && job.Tenures.All(tenure => tenure.IsClosed);

    /// <summary>The job's whole story, once every claim and the refund are in it.</summary>
    private static async Task<(JobState State, IReadOnlyList<EventView> Events)> ClosedAsync(BuyerClient buying, Account job, CancellationToken cancellationToken)
    {
        var events = new List<EventView>();
        JobState? state = null;
        await foreach (var moment in buying.Reader.FollowAsync(job, IsClosed, cancellationToken))
        {
            state = moment.State;
            events.AddRange(moment.Event is { } view ? [view] : []);
        }

        return (state!, events);
    }

    private async Task<DemoFit> FitAsync(BuyerClient buying, Account job, string example, CancellationToken cancellationToken)
    {
        var results = await buying.Reader.FetchResultsAsync(job, _folder.Private("results"), cancellationToken: cancellationToken);
        return await DemoFit.MergeAsync(example, results.Select(result => result.Path), _folder, cancellationToken);
    }
}
