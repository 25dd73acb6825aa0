using System.Diagnostics;
using Hypernet.Buyer;
using Hypernet.Cli.Demo;
using Hypernet.Client;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Benchmarks.Jobs;

/// <summary>A market on this machine as the demo has one: a chain with a block each second, a server, sellers, each a process.</summary>
internal sealed class Marketplace : IAsyncDisposable
{
    private const int Sellers = Work.Partitions * Work.Replicas;
    private static readonly Amount Deposit = Amount.Parse("100");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    private readonly DemoFolder _folder;
    private readonly DemoMarket _market;
    private readonly ServerProcess _server;
    private readonly HypernetClient _client;
    private readonly DemoAccount _account;
    private readonly List<(DemoSeller Seller, LineWatch Lines)> _sellers = [];
    private BuyerClient? _buyer;
    private int _jobs;

    private Marketplace(DemoFolder folder, DemoMarket market, ServerProcess server)
    {
        (_folder, _market, _server) = (folder, market, server);
        _client = new HypernetClient(server.Url);
        _account = DemoAccount.Create("buyer", folder.Private("buyer"));
    }

    /// <summary>Starts all of it, and gives everybody what it needs.</summary>
    internal static async Task<Marketplace> StartAsync(DemoFolder folder, string binaries, CancellationToken cancellationToken)
    {
        var market = await DemoMarket.StartAsync(folder, isVictim: false, new PhaseClock(TimeProvider.System), cancellationToken);
        ServerProcess server;
        try
        {
            server = await ServerProcess.StartAsync(folder, DemoUser.Take("server", folder.Private("server")), binaries, market.Rpc, cancellationToken);
        }
        catch
        {
            await market.DisposeAsync();
            throw;
        }

        var all = new Marketplace(folder, market, server);
        try
        {
            await all.OpenAsync(new DemoGround(folder, binaries, market, server), cancellationToken);
            return all;
        }
        catch
        {
            await all.DisposeAsync();
            throw;
        }
    }

    /// <summary>Has the market do a piece of work, to its end.</summary>
    internal async Task<JobTimes> DoAsync(Work work, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            return await FollowAsync(work, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new BenchmarkException($"a job of {work.Steps} steps has not ended within {Limit.TotalMinutes} minutes");
        }
    }

    /// <summary>Has the market do a piece of work in which an agent is killed and started again at once.</summary>
    /// <returns>Seconds from the kill until another one computes with its rank again.</returns>
    internal async Task<double> LoseAsync(Work work, CancellationToken cancellationToken)
    {
        var running = RunningAsync();
        var done = DoAsync(work, cancellationToken);
        await Task.WhenAny(running, done);
        var (victim, witness) = (_sellers[0].Seller, _sellers[1].Lines);
        var back = witness.NextAsync($"ranks {string.Join(", ", Enumerable.Range(0, Sellers))} compute together");
        long killed = Stopwatch.GetTimestamp();
        await victim.KillAsync(cancellationToken);
        await victim.ReviveAsync(cancellationToken);
        await done;
        return back.IsCompleted ? Stopwatch.GetElapsedTime(killed, await back).TotalSeconds : throw new BenchmarkException("the job has ended before the killed agent was back: it was too short");
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_sellers.Select(one => one.Seller.DisposeAsync().AsTask()));
        await (_buyer?.DisposeAsync() ?? ValueTask.CompletedTask);
        _account.Key.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        await _market.DisposeAsync();
    }

    private async Task OpenAsync(DemoGround ground, CancellationToken cancellationToken)
    {
        for (int number = 0; number < Sellers; number++)
        {
            var lines = new LineWatch();
            _sellers.Add((ground.StartSeller($"seller-{number}", DemoRole.Honest, [], lines.Add), lines));
        }

        await _market.FundAsync([.. _sellers.Select(one => (one.Seller.Account, Deposit)), (_account, Deposit)], _client, cancellationToken);
        await _market.MineAsync(cancellationToken);
        _buyer = await BuyerClient.OpenAsync(
            new MarketAccess(_market.Chain, _client, _market.Deployment), _account.Key, _folder.Private("buying"), cancellationToken: cancellationToken);
    }

    // When the program of the next job runs at each seller.
    private Task<long[]> RunningAsync() => Task.WhenAll(_sellers.Select(one => one.Lines.NextAsync("program says: runs")));

    private async Task<JobTimes> FollowAsync(Work work, CancellationToken cancellationToken)
    {
        string folder = _folder.Private($"job-{++_jobs}");
        work.Write(folder);
        var running = RunningAsync();
        ulong before = (await _market.Chain.GetBlockAsync(BlockParameter.Latest, cancellationToken))!.Number;
        long began = Stopwatch.GetTimestamp();
        var placed = await _buyer!.SubmitAsync(folder, cancellationToken: cancellationToken);
        (ulong block, double started, double ended) = (0, 0, 0);
        await foreach (var moment in _buyer.Reader.FollowAsync(placed.Job, cancellationToken: cancellationToken))
        {
            ended = Stopwatch.GetElapsedTime(began).TotalSeconds;
            if (moment.Event is { Name: "JobStarted" } view)
            {
                (block, started) = ((ulong)view.Block.Number, ended);
            }

            if (moment.State is { HasEnded: true, Status: not JobStatus.Completed } failed)
            {
                throw new BenchmarkException($"the job has ended: {failed.Status}");
            }
        }

        long last = (await running.WaitAsync(cancellationToken)).Max();
        await _buyer.CloseAsync(placed.Job, cancellationToken);
        return new JobTimes(Stopwatch.GetElapsedTime(began, last).TotalSeconds, (int)(block - before), started, ended);
    }
}
