using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hypernet.Client;

public sealed partial class HypernetClient
{
    private async Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
        => await FindAsync(path, type, cancellationToken)
            ?? throw new AnswerNotUnderstoodException(Server, $"there is nothing at {path}");

    private async Task<T?> FindAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        using HttpResponseMessage response = await SendAsync(request, HttpCompletionOption.ResponseContentRead, null, cancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }

        await ThrowIfRefusedAsync(response, cancellationToken);
        return Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken), type);
    }

    private async IAsyncEnumerable<T> ListAsync<T>(
        string path, JsonTypeInfo<Page<T>> type, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? after = null;
        do
        {
            Page<T> page = await GetAsync(new QueryText(path).Add("after", after).ToString(), type, cancellationToken);
            foreach (T item in page.Items)
            {
                yield return item;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    // The answer must begin within the timeout; a body that the caller sends may call Renew while it makes progress.
    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HttpCompletionOption completion, IdleTimeout? timeout, CancellationToken cancellationToken)
    {
        using IdleTimeout? own = timeout is null ? new IdleTimeout(_options.AnswerTimeout, _time, cancellationToken) : null;
        IdleTimeout current = timeout ?? own!;
        try
        {
            return await _http.SendAsync(request, completion, current.Token);
        }
        catch (OperationCanceledException fault) when (current.HasExpired)
        {
            throw new ServerUnreachableException(Server, $"no answer within {_options.AnswerTimeout.TotalSeconds:0.#} s.", fault);
        }
        catch (HttpRequestException fault) when (fault.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new AnswerNotUnderstoodException(Server, $"it is larger than {_options.MaxDocumentBytes} bytes", fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or SocketException)
        {
            // .NET passes on the bare fault of a connection that is reset at the moment it is made.
            throw new ServerUnreachableException(Server, fault.Message, fault);
        }
    }

    private async Task ThrowIfRefusedAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        ProblemView? problem = null;
        if (response.Content.Headers.ContentType?.MediaType == "application/problem+json")
        {
            problem = Parse(await ReadBodyAsync(response, cancellationToken), WireJson.Default.ProblemView);
        }

        throw new RequestRefusedException(
            response.StatusCode,
            problem ?? new ProblemView { Title = $"The server answered {(int)response.StatusCode} {response.ReasonPhrase}." })
        {
            RetryAfter = response.Headers.RetryAfter?.Delta,
        };
    }

    private async Task<byte[]> ReadBodyAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var timeout = new IdleTimeout(_options.AnswerTimeout, _time, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(_options.MaxDocumentBytes, timeout.Token);
            return await response.Content.ReadAsByteArrayAsync(timeout.Token);
        }
        catch (OperationCanceledException fault) when (timeout.HasExpired)
        {
            throw new ServerUnreachableException(Server, "its answer stopped half-way.", fault);
        }
        catch (Exception fault) when (fault is HttpRequestException or IOException)
        {
            throw new ServerUnreachableException(Server, fault.Message, fault);
        }
    }

    private T Parse<T>(ReadOnlySpan<byte> json, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(json, type) ?? throw new AnswerNotUnderstoodException(Server, "the document is null");
        }
        catch (JsonException fault)
        {
            throw new AnswerNotUnderstoodException(Server, fault.Message, fault);
        }
    }
}
