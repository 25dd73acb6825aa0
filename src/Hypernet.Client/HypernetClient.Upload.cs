using System.Globalization;
using System.Net;
using System.Security.Cryptography;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    private static readonly TimeSpan UploadValidity = TimeSpan.FromMinutes(10);

    /// <summary>Stores an artifact on the server. What the server already has is not sent again.</summary>
    /// <param name="content">The bytes: a seekable stream, read from its start, left open.</param>
    /// <param name="sign">Signs the upload; called anew for each attempt.</param>
    /// <param name="cancellationToken">Ends the upload; the server keeps nothing of it.</param>
    /// <returns>The artifact's name and size.</returns>
    /// <exception cref="RequestRefusedException">Signature (401), size (413), quota (403) or the server's room (507) are refused.</exception>
    /// <exception cref="ApiException">No progress for longer than <see cref="HypernetClientOptions.Patience"/>.</exception>
    public async Task<ArtifactView> PutArtifactAsync(Stream content, UploadSigner sign, CancellationToken cancellationToken = default)
    {
        content.Position = 0;
        var artifact = ArtifactId.FromBytes(await SHA256.HashDataAsync(content, cancellationToken));
        var patience = new Patience(_options, _time);
        while (true)
        {
            try
            {
                return await IsStoredAsync(artifact, cancellationToken)
                    ? new ArtifactView { Sha256 = artifact.ToString(), Bytes = content.Length }
                    : await PutOnceAsync(content, artifact, sign, patience, cancellationToken);
            }
            catch (ApiException fault)
            {
                await patience.WaitAsync(fault, cancellationToken);
            }
        }
    }

    private async Task<bool> IsStoredAsync(ArtifactId artifact, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"v1/artifacts/{artifact}");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.NotFound)
        {
            await ThrowIfRefusedAsync(response, cancellationToken);
        }

        return response.IsSuccessStatusCode;
    }

    private async Task<ArtifactView> PutOnceAsync(
        Stream content, ArtifactId artifact, UploadSigner sign, Patience patience, CancellationToken cancellationToken)
    {
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow() + UploadValidity).ToUnixTimeSeconds());
        var upload = new UploadRequest(artifact, content.Length, expires);
        byte[] signature = await sign(upload, cancellationToken);
        using var timeout = new IdleTimeout(_options.AnswerTimeout, _time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, "v1/artifacts")
        {
            Content = new UploadContent(content, () =>
            {
                timeout.Renew();
                patience.Renew();
            }),
        };

        // RFC 9530. With 100-continue a refusal costs no body.
        request.Content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(artifact.ToBytes())}:");
        request.Headers.ExpectContinue = true;
        request.Headers.Add(UploadRequest.ExpiresHeader, expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(UploadRequest.SignatureHeader, $"0x{Convert.ToHexStringLower(signature)}");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout, cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), WireJson.Default.ArtifactView);
    }
}
