using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text.Json;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum.Rpc;

public sealed partial class JsonRpcClient
{
    private static readonly MediaTypeHeaderValue JsonType = new("application/json");

    // No redirects: they would turn the question into a GET, or carry a provider's key elsewhere.
    private static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    };

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (EthereumException exception) when (exception.IsTransient && attempt < _options.MaxRetries)
            {
                await Task.Delay(Backoff(attempt, exception), _time, cancellationToken);
            }
        }
    }

    private TimeSpan Backoff(int attempt, EthereumException exception)
    {
        // Half of the wait is random, so that many clients that failed together do not return together.
        double share = (1 + (RandomNumberGenerator.GetInt32(1 << 20) / (double)(1 << 20))) / 2;
        var own = _options.FirstBackoff * (1 << Math.Min(attempt, 16)) * share;
        var asked = (exception as RpcUnavailableException)?.RetryAfter ?? TimeSpan.Zero;
        var wait = own > asked ? own : asked;
        return wait < _options.LongestBackoff ? wait : _options.LongestBackoff;
    }

    private async Task<byte[]> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = JsonType;
        try
        {
            using var response = await _http.PostAsync(_url, content, either.Token);
            byte[] answer = await response.Content.ReadAsByteArrayAsync(either.Token);
            return response.IsSuccessStatusCode || IsRefusal(answer) ? answer : throw Unavailable(response);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            throw new RpcResponseTooLargeException(_host, _options.MaxResponseBytes);
        }
        catch (HttpRequestException exception) when (exception.HttpRequestError == HttpRequestError.ResponseEnded)
        {
            throw new RpcResponseException(_host, "it is cut off", exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or SocketException)
        {
            // .NET passes on the bare fault of a connection that is reset at the moment it is made.
            throw new RpcUnavailableException(_host, exception.Message, inner: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcUnavailableException(_host, $"no answer within {_options.Timeout}", inner: exception);
        }
    }

    private RpcUnavailableException Unavailable(HttpResponseMessage response)
    {
        var retry = response.Headers.RetryAfter;
        return new RpcUnavailableException(
            _host,
            $"HTTP {(int)response.StatusCode}",
            response.StatusCode,
            retry?.Delta ?? (retry?.Date - _time.GetUtcNow()));
    }

    // Some providers send a JSON-RPC error under an HTTP status of 4xx or 5xx; it says more than the status.
    private static bool IsRefusal(byte[] answer)
    {
        try
        {
            return RpcAnswer.ReadAll(answer) is [{ Error.IsEmpty: false }];
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
