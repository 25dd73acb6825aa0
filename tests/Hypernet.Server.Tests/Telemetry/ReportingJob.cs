using System.Net;
using System.Security.Cryptography;
using System.Text;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Contracts.Signing;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Server.Telemetry;

/// <summary>A server with two running jobs of one group and three ranks each, whose sellers have keys; and their reports.</summary>
internal sealed class ReportingJob : IAsyncDisposable
{
    private readonly PrivateKey[] _keys = [.. Enumerable.Range(0, Ranks).Select(_ => PrivateKey.Create())];
    private readonly Dictionary<int, int> _tenures = [];
    private long _block = 1;
    private long _sequence;

    private ReportingJob(TestServer server, ManualTimeProvider time) => (Server, Time) = (server, time);

    internal const int Ranks = 3;

    internal static Account Job => TestMarket.Job(1);

    internal static Account Other => TestMarket.Job(2);

    internal static string Address => Accounts.Checksum(Job);

    internal TestServer Server { get; }

    internal ManualTimeProvider Time { get; }

    internal static async Task<ReportingJob> StartAsync(Func<ServerOptions, ServerOptions>? change = null)
    {
        var time = new ManualTimeProvider();
        var job = new ReportingJob(await TestServer.StartAsync(time, change), time);
        await job.TellAsync([.. job.Begin(Job, 0), .. job.Begin(Other, 1)]);
        JobDetails details = (await job.Server.Client.FindJobAsync(Address))!;
        foreach (JobSellerView seller in details.Sellers)
        {
            job._tenures[seller.Rank!.Value] = seller.Tenure;
        }

        return job;
    }

    /// <summary>Who has a rank.</summary>
    internal PrivateKey KeyOf(int rank) => _keys[_tenures[rank]];

    /// <summary>The seller at a rank loses its place.</summary>
    internal Task FaultAsync(int rank) => TellAsync(
        [TestMarket.Faulted(Job, 1, _tenures[rank], rank, KeyOf(rank).Address.ToAccount(), Verdict.Wrong)]);

    /// <summary>The first checkpoint is settled.</summary>
    internal Task SettleAsync() => TellAsync([.. TestMarket.Settled(Job, 1, 5)]);

    internal TelemetryReport Report(int rank, long done = 1, long total = 10) => new()
    {
        Rank = rank,
        Sequence = ++_sequence,
        Time = Time.GetUtcNow(),
        Checkpoint = 1,
        Attempt = 0,
        Rows = [new TelemetryRow { Partition = 0, Checkpoint = 1, Done = done, Total = total }],
    };

    internal Task PostAsync(TelemetryReport report, PrivateKey? signer = null, string? job = null) => Server.Client.PostTelemetryAsync(
        job ?? Address, report, (sha256, _) => ValueTask.FromResult(Seal(sha256).Sign(signer ?? KeyOf(report.Rank), TestMarket.Deployment)));

    internal async Task<RequestRefusedException> RefusedAsync(TelemetryReport report, HttpStatusCode status, PrivateKey? signer = null, string? job = null)
    {
        var refused = await Assert.ThrowsAsync<RequestRefusedException>(() => PostAsync(report, signer, job));
        Assert.Equal(status, refused.Status);
        Assert.NotEmpty(refused.Hint!);
        return refused;
    }

    /// <summary>Posts bytes as they are, signed by the seller at rank 0 unless another signature is given.</summary>
    internal async Task<(HttpStatusCode Status, ProblemView? Problem)> PostAsync(string body, string? signature = null)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        using var request = new HttpRequestMessage(HttpMethod.Post, TestServer.At($"/v1/jobs/{Address}/telemetry")) { Content = new ByteArrayContent(bytes) };
        byte[] own = Seal(SHA256.HashData(bytes)).Sign(KeyOf(0), TestMarket.Deployment);

        // A server that refuses a body unread may close before all of it is sent.
        request.Headers.ExpectContinue = true;
        request.Headers.TryAddWithoutValidation(TelemetryReport.SignatureHeader, signature ?? Hex.Format(own));
        using HttpResponseMessage answer = await Server.Http.SendAsync(request);
        string text = await answer.Content.ReadAsStringAsync();
        return (answer.StatusCode, text.Length == 0 ? null : System.Text.Json.JsonSerializer.Deserialize(text, WireJson.Default.ProblemView));
    }

    internal async Task<TelemetryView> ReadAsync() => (await Server.Client.FindTelemetryAsync(Address))!;

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        foreach (PrivateKey key in _keys)
        {
            key.Dispose();
        }
    }

    private static TelemetrySeal Seal(byte[] sha256) => new(Job, new Hash32(sha256));

    // In the other job the sellers have signed in another order.
    private IEnumerable<Hypernet.EventStore.ChainLog> Begin(Account job, int shift) =>
    [
        TestMarket.Placed(job, ranks: Ranks),
        .. Enumerable.Range(0, Ranks).Select(tenure => TestMarket.Signed(job, tenure, _keys[(tenure + shift) % Ranks].Address.ToAccount())),
        .. TestMarket.Started(job),
    ];

    private async Task TellAsync(IReadOnlyList<Hypernet.EventStore.ChainLog> logs)
    {
        await Ledger.ApplyAsync(Server.Store, Ledger.Block(_block++), logs);

        // An indexer writes rows with their logs; here they are made anew, and the block after tells who waits that there are new ones.
        await Ledger.WriteAsync(Server.Store, async transaction =>
        {
            foreach (var projection in await Server.Store.ReadProjectionsAsync())
            {
                await transaction.ResetProjectionAsync(projection.Name, 0);
            }
        });
        await Server.ProjectAsync();
        await Ledger.ApplyAsync(Server.Store, Ledger.Block(_block++), []);
    }
}
