using System.Buffers;
using System.Text.Json;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>
/// Asks an Ethereum node over HTTP (JSON-RPC 2.0). Transient faults are repeated with growing, jittered waits;
/// bodies, batches, waits and repetitions are bounded by <see cref="JsonRpcOptions"/>. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Every method throws <see cref="RpcUnavailableException"/>, <see cref="RpcResponseException"/> or
/// <see cref="RpcResponseTooLargeException"/> for the way to the node, <see cref="JsonRpcException"/> for the node's refusal,
/// and <see cref="ContractRevertedException"/> for a contract's.
/// </remarks>
public sealed partial class JsonRpcClient : IDisposable
{
    private readonly SocketsHttpHandler _handler = CreateHandler();
    private readonly HttpClient _http;
    private readonly Uri _url;
    private readonly string _host;
    private readonly JsonRpcOptions _options;
    private readonly TimeProvider _time;

    /// <summary>Prepares to ask; nothing is sent yet.</summary>
    /// <param name="url">The node's HTTP address.</param>
    /// <param name="options">The bounds; defaults if null.</param>
    /// <param name="time">The clock of timeouts and waits; the system's if null.</param>
    public JsonRpcClient(Uri url, JsonRpcOptions? options = null, TimeProvider? time = null)
    {
        _url = url;
        _host = url.Authority;
        _options = options ?? new JsonRpcOptions();
        _time = time ?? TimeProvider.System;
        _http = new HttpClient(_handler, disposeHandler: false)
        {
            MaxResponseContentBufferSize = _options.MaxResponseBytes,
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Asks one question.</summary>
    public async Task<T> SendAsync<T>(RpcRequest<T> request, CancellationToken cancellationToken = default)
    {
        var answers = await SendBatchAsync([request], cancellationToken);
        return answers[0];
    }

    /// <summary>Asks many questions in as few bodies as <see cref="JsonRpcOptions.MaxBatch"/> allows.</summary>
    /// <returns>The answers in the order of the questions, all of them; the first error is thrown.</returns>
    public async Task<IReadOnlyList<T>> SendBatchAsync<T>(IReadOnlyList<RpcRequest<T>> requests, CancellationToken cancellationToken = default)
    {
        var answers = new List<T>(requests.Count);
        foreach (var part in requests.Chunk(_options.MaxBatch))
        {
            answers.AddRange(await RetryAsync(token => AskAsync(part, token), cancellationToken));
        }

        return answers;
    }

    /// <summary>Asks one question without repeating it, for callers to whom "perhaps it arrived" matters.</summary>
    internal async Task<T> SendOnceAsync<T>(RpcRequest<T> request, CancellationToken cancellationToken)
    {
        var answers = await AskAsync([request], cancellationToken);
        return answers[0];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }

    private async Task<T[]> AskAsync<T>(RpcRequest<T>[] requests, CancellationToken cancellationToken)
    {
        byte[] body = await PostAsync(Write(requests), cancellationToken);
        try
        {
            return Match(requests, RpcAnswer.ReadAll(body));
        }
        catch (JsonException exception)
        {
            throw new RpcResponseException(_host, exception.Message, exception);
        }
    }

    // Answers of a batch come in any order; each belongs to the question with its id.
    private T[] Match<T>(RpcRequest<T>[] requests, List<RpcAnswer> answers)
    {
        var byId = new RpcAnswer?[requests.Length];
        foreach (var answer in answers)
        {
            if (answer.Id < 0 && !answer.Error.IsEmpty)
            {
                // A server that refuses the whole body answers once, without an id.
                throw answer.ToException(requests[0].Method);
            }

            if ((uint)answer.Id >= requests.Length || byId[answer.Id] is not null)
            {
                throw new RpcResponseException(_host, $"no question is open with id {answer.Id}");
            }

            byId[answer.Id] = answer;
        }

        return [.. requests.Select((request, id) => Read(request, byId[id]))];
    }

    private T Read<T>(RpcRequest<T> request, RpcAnswer? answer)
    {
        if (answer is not { } found || (found.Result.IsEmpty && found.Error.IsEmpty))
        {
            throw new RpcResponseException(_host, $"an answer to {request.Method} is missing");
        }

        return found.Error.IsEmpty
            ? JsonSerializer.Deserialize(found.Result.Span, request.Answer)!
            : throw found.ToException(request.Method);
    }

    private static byte[] Write<T>(RpcRequest<T>[] requests)
    {
        if (requests.Length == 1)
        {
            return requests[0].ToBytes(id: 0);
        }

        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartArray();
        for (int id = 0; id < requests.Length; id++)
        {
            requests[id].WriteTo(writer, id);
        }

        writer.WriteEndArray();
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
