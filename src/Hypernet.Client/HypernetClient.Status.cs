using System.Net;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    /// <summary>Asks what the server serves and how far it has come.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The status.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public Task<StatusView> StatusAsync(CancellationToken cancellationToken = default)
        => GetAsync("status", WireJson.Default.StatusView, cancellationToken);

    /// <summary>Asks whether the server has caught up with the chain and trusts its own data.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>ok, or what it waits for: a server that is not ready yet is an answer, not a fault.</returns>
    /// <exception cref="ApiException">Server or network failed.</exception>
    public async Task<HealthView> ReadyAsync(CancellationToken cancellationToken = default)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "ready");
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, null, cancellationToken);
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
        {
            await ThrowIfRefusedAsync(response, cancellationToken);
        }

        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), WireJson.Default.HealthView);
    }
}
