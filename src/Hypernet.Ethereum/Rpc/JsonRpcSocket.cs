using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Threading.Channels;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum.Rpc;

/// <summary>
/// Subscribes at an Ethereum node over WebSocket. It does not reconnect: whoever reads must first catch up,
/// and only they know from where.
/// </summary>
public sealed partial class JsonRpcSocket : IAsyncDisposable
{
    private readonly string _host;
    private readonly JsonRpcSocketOptions _options;
    private readonly TimeProvider _time;
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly ConcurrentDictionary<int, Action<RpcAnswer>> _questions = new();
    private readonly ConcurrentDictionary<string, Sink> _sinks = new();
    private Task _reading = Task.CompletedTask;
    private int _lastId;

    private JsonRpcSocket(string host, JsonRpcSocketOptions options, TimeProvider time)
    {
        (_host, _options, _time) = (host, options, time);
        _socket.Options.KeepAliveInterval = options.KeepAlive;
        _socket.Options.KeepAliveTimeout = options.KeepAlive;
    }

    /// <summary>Connects.</summary>
    /// <param name="url">The node's WebSocket address.</param>
    /// <param name="options">The bounds; defaults if null.</param>
    /// <param name="time">The clock of timeouts; the system's if null.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    /// <exception cref="RpcUnavailableException">The node cannot be reached.</exception>
    public static async Task<JsonRpcSocket> ConnectAsync(
        Uri url, JsonRpcSocketOptions? options = null, TimeProvider? time = null, CancellationToken cancellationToken = default)
    {
        var socket = new JsonRpcSocket(url.Authority, options ?? new JsonRpcSocketOptions(), time ?? TimeProvider.System);
        try
        {
            await socket.ConnectAsync(url, cancellationToken);
            return socket;
        }
        catch
        {
            await socket.DisposeAsync();
            throw;
        }
    }

    /// <summary>Subscribes to the headers of new blocks; after a reorg those of the new branch follow.</summary>
    /// <exception cref="JsonRpcException">The node refuses.</exception>
    /// <exception cref="RpcSubscriptionException">The connection is lost.</exception>
    public Task<RpcSubscription<BlockHeader>> SubscribeNewHeadsAsync(CancellationToken cancellationToken = default) =>
        SubscribeAsync(static writer => writer.WriteStringValue("newHeads"), RpcJsonContext.Default.BlockHeader, cancellationToken);

    /// <summary>Subscribes to new logs of some contracts and topics; after a reorg they come again, marked removed.</summary>
    /// <exception cref="JsonRpcException">The node refuses.</exception>
    /// <exception cref="RpcSubscriptionException">The connection is lost.</exception>
    public Task<RpcSubscription<FilterLog>> SubscribeLogsAsync(LogFilter filter, CancellationToken cancellationToken = default) =>
        SubscribeAsync(
            writer =>
            {
                writer.WriteStringValue("logs");
                filter.WriteTo(writer);
            },
            RpcJsonContext.Default.FilterLog,
            cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_lifetime.IsCancellationRequested)
        {
            return;
        }

        await _lifetime.CancelAsync();
        await _reading;
        _socket.Dispose();
        _sending.Dispose();
        _lifetime.Dispose();
    }

    private async Task ConnectAsync(Uri url, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(_options.Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await _socket.ConnectAsync(url, either.Token);
        }
        catch (WebSocketException exception)
        {
            throw new RpcUnavailableException(_host, exception.Message, inner: exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RpcUnavailableException(_host, $"no connection within {_options.Timeout}", inner: exception);
        }

        _reading = ReadAsync();
    }

    private async Task<RpcSubscription<T>> SubscribeAsync<T>(Action<Utf8JsonWriter> parameters, JsonTypeInfo<T> item, CancellationToken cancellationToken)
    {
        var items = Channel.CreateBounded<T>(new BoundedChannelOptions(_options.MaxWaiting) { SingleReader = true, SingleWriter = true });
        var sink = new Sink(
            element => items.Writer.TryWrite(element.Deserialize(item)!),
            fault => items.Writer.TryComplete(fault));
        var confirmed = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var request = new RpcRequest<string>("eth_subscribe", parameters, RpcJsonContext.Default.String);

        // The subscription is entered while its confirmation is read, for its first item may be the next message.
        await AskAsync(
            request,
            answer =>
            {
                try
                {
                    string id = answer.Error.IsEmpty
                        ? JsonSerializer.Deserialize(answer.Result.Span, request.Answer)!
                        : throw answer.ToException(request.Method);
                    _sinks[id] = sink;
                    confirmed.TrySetResult(id);
                }
                catch (Exception exception) when (exception is JsonException or EthereumException)
                {
                    confirmed.TrySetException(exception as EthereumException ?? Lost("the confirmation cannot be read", exception));
                }
            },
            cancellationToken);
        string subscription = await WaitAsync(confirmed.Task, cancellationToken);
        return new RpcSubscription<T>(items.Reader, () => UnsubscribeAsync(subscription));
    }

    private async Task<string> WaitAsync(Task<string> confirmed, CancellationToken cancellationToken)
    {
        try
        {
            var first = await Task.WhenAny(confirmed, _reading).WaitAsync(_options.Timeout, _time, cancellationToken);
            return first == confirmed ? await confirmed : throw Lost("the connection closed");
        }
        catch (TimeoutException exception)
        {
            throw Lost($"no confirmation within {_options.Timeout}", exception);
        }
    }

    private async ValueTask UnsubscribeAsync(string id)
    {
        if (_sinks.TryRemove(id, out var sink))
        {
            sink.End(null);
            var request = new RpcRequest<JsonElement>("eth_unsubscribe", writer => writer.WriteStringValue(id), RpcJsonContext.Default.JsonElement);
            try
            {
                await AskAsync(request, static _ => { }, _lifetime.Token);
            }
            catch (Exception exception) when (exception is EthereumException or OperationCanceledException or ObjectDisposedException)
            {
                // The connection is gone, and the subscription with it.
            }
        }
    }

    private async Task AskAsync<T>(RpcRequest<T> request, Action<RpcAnswer> onAnswer, CancellationToken cancellationToken)
    {
        int id = Interlocked.Increment(ref _lastId);
        _questions[id] = onAnswer;
        byte[] message = request.ToBytes(id);
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _lifetime.Token);
        }
        catch (Exception exception) when (exception is WebSocketException or InvalidOperationException)
        {
            _questions.TryRemove(id, out _);
            throw Lost("the connection is closed", exception);
        }
        finally
        {
            _sending.Release();
        }
    }

    private RpcSubscriptionException Lost(string fault, Exception? inner = null) => new(_host, fault, inner);

    /// <summary>Where a subscription's items go.</summary>
    /// <param name="Write">Takes an item; false if there is no room.</param>
    /// <param name="End">Ends the subscription, with a fault or without.</param>
    private sealed record Sink(Func<JsonElement, bool> Write, Action<Exception?> End);
}
