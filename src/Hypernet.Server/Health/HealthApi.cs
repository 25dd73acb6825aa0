using System.Reflection;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Indexer;
using Hypernet.Server.Artifacts;
using Hypernet.Server.Events;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace Hypernet.Server.Health;

/// <summary>GET /health (it lives), /ready (its data can be relied on), /status (what it serves, and how far it has come).</summary>
internal static class HealthApi
{
    private static readonly string Version =
        typeof(HealthApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    internal static void MapHealth(
        this IEndpointRouteBuilder routes, Deployment deployment, Func<IndexerStatus> indexer, StreamSlots slots, ArtifactStore artifacts, DateTimeOffset startedAt)
    {
        Dictionary<string, string> contracts = ContractsOf(deployment);
        routes.MapGet("/health", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            return TypedResults.Ok(new HealthView { Status = "ok" });
        });
        routes.MapGet("/ready", (HttpContext context) => Ready(context, indexer()));
        routes.MapGet("/status", (HttpContext context) =>
        {
            context.Response.Headers.CacheControl = "no-store";
            IndexerStatus status = indexer();
            return TypedResults.Ok(new StatusView
            {
                Version = Version,
                Network = deployment.Network,
                ChainId = (long)deployment.ChainId,
                Contracts = contracts,
                Position = status.Position,
                Block = status.Block is null ? null : EventPresenter.Present(status.Block),
                HeadBlock = status.Head,
                FinalizedBlock = status.Final?.Number,
                Streams = slots.Total,
                ArtifactBytes = artifacts.TotalBytes,
                StartedAt = startedAt,
            });
        });
    }

    private static Dictionary<string, string> ContractsOf(Deployment deployment) => new()
    {
        ["Hypertoken"] = Accounts.Checksum(deployment.Hypertoken),
        ["Collateral"] = Accounts.Checksum(deployment.Collateral),
        ["JobFactory"] = Accounts.Checksum(deployment.JobFactory),
        ["Job"] = Accounts.Checksum(deployment.Job),
        ["ProtocolParameters"] = Accounts.Checksum(deployment.ProtocolParameters),
        ["Reputation"] = Accounts.Checksum(deployment.Reputation),
        ["LibraryRegistry"] = Accounts.Checksum(deployment.LibraryRegistry),
        ["Voting"] = Accounts.Checksum(deployment.Voting),
        ["Timelock"] = Accounts.Checksum(deployment.Timelock),
    };

    private static Results<Ok<HealthView>, JsonHttpResult<HealthView>> Ready(HttpContext context, IndexerStatus status)
    {
        context.Response.Headers.CacheControl = "no-store";
        string? reason = status.Fault ?? (status.IsCaughtUp ? null : $"The store is {status.Lag} blocks behind the chain.");
        return reason is not null
            ? TypedResults.Json(new HealthView { Status = status.Fault is null ? "behind" : "broken", Reason = reason }, WireJson.Default.HealthView, statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new HealthView { Status = "ok" });
    }
}
