using Hypernet.Agent.Peers;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Agent.Reporting;

/// <summary>
/// Tells the server how far the program of one rank is: at most once a second, and once at its end. It runs beside the program and
/// keeps the newest of everything, so that nobody waits for a server that is slow or gone.
/// </summary>
internal sealed class RankReporter(AgentServices services, JobState job, int rank, JobGroup group, JobPeers? peers)
{
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);

    // Also a program that has nothing new to say is known to be there.
    private static readonly TimeSpan LongestSilence = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _address = job.Job.ToAddress().ToString();
    private readonly Lock _gate = new();
    private RankNews _news = new(Math.Min(group.SettledCheckpoint + 1, job.Terms.Checkpoints), null, null, null, null);
    private Func<string>? _errors;

    // Of the reporting itself, which one task does.
    private RankNews? _delivered;
    private long _deliveredAt;
    private long _sequence;
    private int _reports;
    private int _failures;

    /// <summary>Where the program's standard error can be read from now on.</summary>
    public void Listen(Func<string> errors) => Volatile.Write(ref _errors, errors);

    /// <summary>The program says how far it is.</summary>
    public void Progress(ulong done, ulong total, double? residual) => Change(news =>
    {
        peers?.Report(news.Checkpoint, done, total);
        return news with { Progress = RankProgress.Of(news.Checkpoint, done, total, services.Time.GetUtcNow()), Residual = residual };
    });

    /// <summary>The program says something.</summary>
    public void Say(string line) => Change(news => news with { Said = ReportText.Line(line) });

    /// <summary>The program's wait at a checkpoint is over; it works for the next one, if there is one.</summary>
    public void Pass(int checkpoint) => Change(news => news with { Checkpoint = Math.Min(checkpoint + 1, job.Terms.Checkpoints) });

    /// <summary>The program has ended.</summary>
    public void End() => _end.TrySetResult();

    /// <summary>Reports until the program has ended; started beside the loop.</summary>
    public async Task RunAsync()
    {
        var wait = Pace;
        while (!await HasEndedAsync(wait))
        {
            wait = await ReportAsync();
        }

        await ReportAsync();
        if (_failures > 0)
        {
            services.Log.ReportsMissed(_address, rank, _reports, _failures);
        }
    }

    private void Change(Func<RankNews, RankNews> change)
    {
        lock (_gate)
        {
            _news = change(_news);
        }
    }

    private async Task<bool> HasEndedAsync(TimeSpan wait)
    {
        try
        {
            await _end.Task.WaitAsync(wait, services.Time, services.Stopping);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Reports, if there is something new; how long to wait then.</summary>
    private async Task<TimeSpan> ReportAsync()
    {
        RankNews news;
        lock (_gate)
        {
            news = _news with { Tail = ReportText.Tail(Volatile.Read(ref _errors)?.Invoke()) };
        }

        if (news == _delivered && services.Time.GetElapsedTime(_deliveredAt) < LongestSilence)
        {
            return Pace;
        }

        try
        {
            int bytes = await services.Server.PostTelemetryAsync(_address, ReportOf(news), (sha256, _) => ValueTask.FromResult(Sign(sha256)), services.Stopping);
            (_delivered, _deliveredAt) = (news, services.Time.GetTimestamp());
            _reports++;
            var cost = TimeSpan.FromSeconds((double)bytes / TelemetryReport.BytesPerSecond);
            return cost > Pace ? cost : Pace;
        }
        catch (ApiException fault)
        {
            if (_failures++ == 0)
            {
                services.Log.ReportFailed(_address, rank, fault.Message);
            }

            var asked = (fault as RequestRefusedException)?.RetryAfter ?? AfterFailure;
            return asked < Pace ? Pace : asked < LongestWait ? asked : LongestWait;
        }
    }

    private TelemetryReport ReportOf(RankNews news)
    {
        var now = services.Time.GetUtcNow();
        var heard = peers?.Heard();

        // By the clock, so that an agent that was restarted does not begin below what it had said before.
        _sequence = Math.Max(_sequence + 1, now.ToUnixTimeMilliseconds());
        return new TelemetryReport
        {
            Rank = rank,
            Sequence = _sequence,
            Time = now,
            Checkpoint = news.Checkpoint,
            Attempt = group.Attempt,
            Rows = Hearsay.Rows(news.Progress, group.Id, job.Terms.Checkpoints, heard, now),
            Members = heard?.Members,
            Residual = news.Residual,
            Said = news.Said,
            Tail = news.Tail,
        };
    }

    private byte[] Sign(byte[] sha256) => new TelemetrySeal(job.Job, new Hash32(sha256)).Sign(services.Key, services.Deployment);
}
