using System.Globalization;
using System.Security.Cryptography;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    private static readonly TimeSpan UploadValidity = TimeSpan.FromMinutes(10);

    /// <summary>Stores an artifact on the server. What the server already has is not sent again.</summary>
    /// <param name="content">The bytes: a seekable stream, read from its start, left open.</param>
    /// <param name="chainId">The chain whose account signs; the server must serve the same.</param>
    /// <param name="sign">Signs the upload; called anew for each attempt.</param>
    /// <param name="cancellationToken">Ends the upload; the server keeps nothing of it.</param>
    /// <returns>The artifact's name and size.</returns>
    /// <exception cref="RequestRefusedException">Signature (401), size (413) or quota (507) are refused.</exception>
    /// <exception cref="ApiException">No progress for longer than <see cref="HypernetClientOptions.Patience"/>.</exception>
    public async Task<ArtifactView> PutArtifactAsync(
        Stream content, long chainId, UploadSigner sign, CancellationToken cancellationToken = default)
    {
        content.Position = 0;
        byte[] sha256 = await SHA256.HashDataAsync(content, cancellationToken);
        var patience = new Patience(_options, _time);
        while (true)
        {
            var upload = new UploadRequest
            {
                ChainId = chainId,
                Artifact = ArtifactId.FromBytes(sha256),
                Bytes = content.Length,
                Expires = DateTimeOffset.FromUnixTimeSeconds((_time.GetUtcNow() + UploadValidity).ToUnixTimeSeconds()),
            };
            byte[] signature = await sign(upload, cancellationToken);
            try
            {
                return await PutOnceAsync(content, upload, signature, patience, cancellationToken);
            }
            catch (ApiException fault)
            {
                await patience.WaitAsync(fault, cancellationToken);
            }
        }
    }

    private async Task<ArtifactView> PutOnceAsync(
        Stream content, UploadRequest upload, byte[] signature, Patience patience, CancellationToken cancellationToken)
    {
        using var timeout = new IdleTimeout(_options.AnswerTimeout, _time, cancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Put, "v1/artifacts")
        {
            Content = new UploadContent(content, () =>
            {
                timeout.Renew();
                patience.Renew();
            }),
        };

        // RFC 9530; with 100-continue a refusal, or what is stored already, costs no body.
        request.Content.Headers.Add("Content-Digest", $"sha-256=:{Convert.ToBase64String(upload.Artifact.ToBytes())}:");
        request.Headers.ExpectContinue = true;
        request.Headers.Add(UploadRequest.ExpiresHeader, upload.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(UploadRequest.SignatureHeader, $"0x{Convert.ToHexStringLower(signature)}");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, timeout, cancellationToken);
        await ThrowIfRefusedAsync(response, cancellationToken);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), WireJson.Default.ArtifactView);
    }
}
