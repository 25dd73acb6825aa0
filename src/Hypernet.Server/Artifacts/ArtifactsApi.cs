using Hypernet.Client;
using Hypernet.Ethereum;
using Hypernet.Server.Errors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Hypernet.Server.Artifacts;

/// <summary>PUT /v1/artifacts and GET /v1/artifacts/{sha256}.</summary>
internal static class ArtifactsApi
{
    internal static void MapArtifacts(this IEndpointRouteBuilder routes, ArtifactStore store, UploadGate gate, ArtifactLimits limits)
    {
        routes.MapPut("/v1/artifacts", (HttpContext context, CancellationToken aborted) => PutAsync(context, store, gate, limits, aborted));
        routes.MapMethods("/v1/artifacts/{sha256}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string sha256) => Get(context, sha256, store));
    }

    private static Results<PhysicalFileHttpResult, ProblemHttpResult> Get(HttpContext context, string sha256, ArtifactStore store)
    {
        if (!ArtifactId.TryParse(sha256, out ArtifactId artifact))
        {
            return Problems.BadRequest("No artifact's name", $"'{Problems.Shorten(sha256)}' is no SHA-256.", "Name an artifact by 64 hexadecimal digits.");
        }

        if (store.Find(artifact) is not { } file)
        {
            return Problems.NotFound("No such artifact", $"This server does not hold artifact {artifact}.", "Ask another source of the manifest.");
        }

        // Strangers' bytes: a browser must neither guess their type nor show them as a page of this server.
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{artifact}\"";
        return TypedResults.PhysicalFile(
            file.FullName, "application/octet-stream", entityTag: new EntityTagHeaderValue($"\"{artifact}\""), enableRangeProcessing: true);
    }

    private static async Task<Results<Created<ArtifactView>, Ok<ArtifactView>, ProblemHttpResult>> PutAsync(
        HttpContext context, ArtifactStore store, UploadGate gate, ArtifactLimits limits, CancellationToken aborted)
    {
        HttpRequest request = context.Request;
        if (request.ContentLength is not { } bytes)
        {
            return Problems.Of(StatusCodes.Status411LengthRequired, "No Content-Length", "The size of an upload must be known before it begins.", "Send Content-Length.");
        }

        if (!TryReadDigest(request.Headers["Content-Digest"], out ArtifactId artifact))
        {
            return Problems.BadRequest("No Content-Digest", "The upload does not say its SHA-256.", "Send Content-Digest: sha-256=:BASE64: (RFC 9530).");
        }

        if (!gate.TryAdmit(request.Headers, artifact, bytes, out Address account, out string refusal))
        {
            return Problems.Of(
                StatusCodes.Status401Unauthorized, "The upload is not signed", refusal,
                $"Sign ArtifactUpload with the key of an account and send {UploadRequest.ExpiresHeader} and {UploadRequest.SignatureHeader}.");
        }

        // Every other request is bounded by the server's small limit; this one by the size it announced, checked in the store.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = bytes;
        PutEnd end = await store.PutAsync(account, artifact, bytes, request.Body, aborted);
        var view = new ArtifactView { Sha256 = artifact.ToString(), Bytes = bytes };
        return end switch
        {
            PutEnd.Stored => TypedResults.Created($"/v1/artifacts/{artifact}", view),
            PutEnd.AlreadyStored => TypedResults.Ok(view),
            PutEnd.TooLarge => Problems.Of(
                StatusCodes.Status413PayloadTooLarge, "The artifact is too large", $"The artifact has {bytes} bytes; this server takes {limits.MaxArtifactBytes}.", "Split it, or use another store."),
            PutEnd.OverQuota => Problems.Of(
                StatusCodes.Status403Forbidden, "The quota is used up", $"With these {bytes} bytes {account} would store more than {limits.AccountBytes}.", "Use another store, or ask this server's operator for more."),
            PutEnd.StoreFull => Problems.Of(
                StatusCodes.Status507InsufficientStorage, "The server is full", $"There is no room for {bytes} bytes.", "Use another store."),
            PutEnd.Incomplete => Problems.BadRequest("The upload is incomplete", $"Its body has not the {bytes} bytes announced.", "Send it again."),
            PutEnd.Mismatch => Problems.BadRequest("The upload is not what was signed", $"The SHA-256 of its body is not {artifact}.", "Send it again; if it happens again, the file was changed meanwhile."),
            _ => throw new ArgumentOutOfRangeException(nameof(store), end, "The end of an upload is not known."),
        };
    }

    private static bool TryReadDigest(string? header, out ArtifactId artifact)
    {
        const string Prefix = "sha-256=:";
        Span<byte> bytes = stackalloc byte[ArtifactId.Size];
        bool isDigest = header is not null && header.StartsWith(Prefix, StringComparison.Ordinal) && header.EndsWith(':')
            && Convert.TryFromBase64Chars(header.AsSpan(Prefix.Length, Math.Max(0, header.Length - Prefix.Length - 1)), bytes, out int written)
            && written == ArtifactId.Size;
        artifact = isDigest ? ArtifactId.FromBytes(bytes) : default;
        return isDigest;
    }
}
