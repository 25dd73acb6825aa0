using System.Net;
using System.Net.Sockets;
using Hypernet.Client;
using Hypernet.Contracts.Signing;
using Hypernet.Server.Artifacts;
using Hypernet.Server.Errors;
using Hypernet.Server.Events;
using Hypernet.Server.Health;
using Hypernet.Server.Jobs;
using Hypernet.Server.Page;
using Hypernet.Server.Reputation;
using Hypernet.Server.Sellers;
using Hypernet.Server.Telemetry;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Hypernet.Server.Hosting;

/// <summary>The HTTP side of a server: Kestrel, its limits, and all resources.</summary>
internal sealed class WebHost : IAsyncDisposable
{
    // What requests other than uploads may be: a line, some headers, and no body worth speaking of.
    private const int MaxRequestBytes = 64 * 1024;
    private static readonly TimeSpan ShutdownTime = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;

    private WebHost(WebApplication app)
    {
        _app = app;
        Url = new Uri(_app.Urls.Single());
    }

    /// <summary>Where it listens, with the real port.</summary>
    internal Uri Url { get; }

    internal static async Task<WebHost> StartAsync(
        ServerOptions options, ServedData data, TimeProvider time, ILoggerFactory logs, CancellationToken cancellationToken)
    {
        WebApplication app = Build(options, logs);
        try
        {
            Map(app, options, data, time);
            await ListenAsync(app, new IPEndPoint(options.BindAddress, options.Port), cancellationToken);
            return new WebHost(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    // An empty builder: no appsettings.json of whatever folder this was started in, no ASPNETCORE_ variable changes what is served.
    private static WebApplication Build(ServerOptions options, ILoggerFactory logs)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(logs);
        builder.Services.AddLogging();
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.TypeInfoResolverChain.Insert(0, WireJson.Default);
            json.SerializerOptions.DefaultIgnoreCondition = WireJson.Default.Options.DefaultIgnoreCondition;
        });
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = ShutdownTime);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBytes;
            kestrel.Limits.MaxConcurrentConnections = options.MaxConnections;
            kestrel.Limits.MaxRequestHeadersTotalSize = MaxRequestBytes / 4;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Listen(options.BindAddress, options.Port, listen => listen.Protocols = HttpProtocols.Http1);
        });
        return builder.Build();
    }

    private static void Map(WebApplication app, ServerOptions options, ServedData data, TimeProvider time)
    {
        var presenter = new EventPresenter(options.Deployment);
        var source = new EventSource(data.Store, data.Store, presenter, () => data.Indexer().Head, time);
        var slots = new StreamSlots(options.MaxStreams, options.MaxStreamsPerClient);
        var artifacts = new ArtifactStore(Path.Combine(options.DataFolder, "artifacts"), options.Artifacts);
        var telemetry = new TelemetrySource(new TelemetryBoard(options.MaxTelemetryRanks, time), new JobRosters(data.Jobs), data.Store, data.Store, time);
        var gate = new UploadGate(ArtifactUpload.Domain(options.Deployment), time);

        app.UseSecurityHeaders();
        app.UseMiddleware<FaultBoundary>();
        app.UseRouting();
        app.MapHealth(options.Deployment, data.Indexer, slots, artifacts, time.GetUtcNow());
        app.MapEvents(source, telemetry, slots, app.Lifetime.ApplicationStopping);
        app.MapJobs(data.Jobs, data.Store, presenter);
        app.MapTelemetry(telemetry, new TelemetryGate(TelemetrySeal.Domain(options.Deployment), time));
        app.MapSellers(data.Sellers, data.Reputation, data.Store);
        app.MapReputation(data.Reputation, data.Ledger, data.Store);
        app.MapArtifacts(artifacts, gate, options.Artifacts);
        app.MapPage();
    }

    private static async Task ListenAsync(WebApplication app, IPEndPoint endpoint, CancellationToken cancellationToken)
    {
        try
        {
            await app.StartAsync(cancellationToken);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            throw new PortInUseException(endpoint, fault);
        }
        catch (SocketException fault)
        {
            throw new CannotListenException(endpoint, fault);
        }
    }
}
