using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    private const int PartBytes = 64 * 1024;

    /// <summary>Fetches an artifact into a file. The file appears only when all bytes are there and their SHA-256 is right.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="path">The file; replaced if it exists. Its folder also holds the unfinished file.</param>
    /// <param name="maxBytes">The most bytes accepted.</param>
    /// <param name="cancellationToken">Ends the download; nothing is left of it.</param>
    /// <returns>Whether the server has the artifact.</returns>
    /// <exception cref="ArtifactTooLargeException">It has more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="ArtifactMismatchException">The bytes are not what was asked for.</exception>
    /// <exception cref="ApiException">No progress for longer than <see cref="HypernetClientOptions.Patience"/>.</exception>
    public async Task<bool> GetArtifactAsync(ArtifactId artifact, string path, long maxBytes, CancellationToken cancellationToken = default)
    {
        string unfinished = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            bool isFound;
            await using (var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                isFound = await CopyArtifactAsync(artifact, file, maxBytes, cancellationToken);
            }

            if (isFound)
            {
                File.Move(unfinished, path, overwrite: true);
            }

            return isFound;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Fetches a small artifact into memory.</summary>
    /// <param name="artifact">The artifact.</param>
    /// <param name="maxBytes">The most bytes accepted.</param>
    /// <param name="cancellationToken">Ends the download.</param>
    /// <returns>The bytes, their SHA-256 checked; null when the server does not have them.</returns>
    /// <exception cref="ArtifactTooLargeException">There are more than <paramref name="maxBytes"/>.</exception>
    /// <exception cref="ArtifactMismatchException">The bytes are not what was asked for.</exception>
    /// <exception cref="ApiException">No progress for longer than <see cref="HypernetClientOptions.Patience"/>.</exception>
    public async Task<byte[]?> ReadArtifactAsync(ArtifactId artifact, int maxBytes, CancellationToken cancellationToken = default)
    {
        using var memory = new MemoryStream();
        return await CopyArtifactAsync(artifact, memory, maxBytes, cancellationToken) ? memory.ToArray() : null;
    }

    // What a lost connection has brought is kept: the next one asks for the rest.
    private async Task<bool> CopyArtifactAsync(ArtifactId artifact, Stream destination, long maxBytes, CancellationToken cancellationToken)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var patience = new Patience(_options, _time);
        while (true)
        {
            try
            {
                if (!await CopyRestAsync(artifact, destination, hash, patience, maxBytes, cancellationToken))
                {
                    return false;
                }

                var received = ArtifactId.FromBytes(hash.GetHashAndReset());
                return received == artifact ? true : throw new ArtifactMismatchException(artifact, received);
            }
            catch (ApiException fault)
            {
                await patience.WaitAsync(fault, cancellationToken);
            }
        }
    }

    private async Task<bool> CopyRestAsync(
        ArtifactId artifact, Stream destination, IncrementalHash hash, Patience patience, long maxBytes, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"v1/artifacts/{artifact}");
        request.Headers.Range = destination.Length == 0 ? null : new RangeHeaderValue(destination.Length, null);
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return false;
        }

        await ThrowIfRefusedAsync(response, cancellationToken);
        long? from = response.StatusCode == HttpStatusCode.PartialContent ? response.Content.Headers.ContentRange?.From : 0;
        if (from != destination.Length)
        {
            throw new AnswerNotUnderstoodException(Server, $"asked for bytes from {destination.Length} on, it sends from {from}");
        }

        using var timeout = new IdleTimeout(_options.AnswerTimeout, _time, cancellationToken);
        await using Stream body = await response.Content.ReadAsStreamAsync(timeout.Token);
        var part = new byte[PartBytes];
        int count;
        while ((count = await ReadPartAsync(body, part, timeout)) > 0)
        {
            if (destination.Length + count > maxBytes)
            {
                throw new ArtifactTooLargeException(artifact, maxBytes);
            }

            hash.AppendData(part.AsSpan(0, count));
            await destination.WriteAsync(part.AsMemory(0, count), cancellationToken);
            timeout.Renew();
            patience.Renew();
        }

        return true;
    }

    private async Task<int> ReadPartAsync(Stream body, Memory<byte> part, IdleTimeout timeout)
    {
        try
        {
            return await body.ReadAsync(part, timeout.Token);
        }
        catch (OperationCanceledException fault) when (timeout.HasExpired)
        {
            throw new ServerUnreachableException(Server, $"no byte within {_options.AnswerTimeout.TotalSeconds:0.#} s.", fault);
        }
        catch (IOException fault)
        {
            throw new ServerUnreachableException(Server, fault.Message, fault);
        }
    }
}
