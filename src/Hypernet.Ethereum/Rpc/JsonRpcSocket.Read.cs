using System.Buffers;
using System.Net.WebSockets;
using System.Text.Json;
using Hypernet.Ethereum.Rpc.Json;

namespace Hypernet.Ethereum.Rpc;

public sealed partial class JsonRpcSocket
{
    private const int LeastRead = 16 << 10;

    private async Task ReadAsync()
    {
        var message = new ArrayBufferWriter<byte>(LeastRead);
        Exception? fault = null;
        try
        {
            while (await ReadMessageAsync(message))
            {
                Handle(message.WrittenMemory);
                message.ResetWrittenCount();
            }

            fault = Lost("the node closed the connection");
        }
        catch (OperationCanceledException) when (_lifetime.IsCancellationRequested)
        {
        }
        catch (Exception exception) when (exception is WebSocketException or IOException or JsonException or InvalidOperationException or KeyNotFoundException)
        {
            fault = Lost(exception.Message, exception);
        }
        catch (RpcSubscriptionException exception)
        {
            fault = exception;
        }

        foreach (var sink in _sinks.Values)
        {
            sink.End(fault);
        }
    }

    private async Task<bool> ReadMessageAsync(ArrayBufferWriter<byte> message)
    {
        while (true)
        {
            var part = await _socket.ReceiveAsync(message.GetMemory(LeastRead), _lifetime.Token);
            message.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            if (message.WrittenCount > _options.MaxMessageBytes)
            {
                throw Lost($"a message is longer than {_options.MaxMessageBytes} bytes");
            }

            if (part.EndOfMessage)
            {
                return true;
            }
        }
    }

    private void Handle(ReadOnlyMemory<byte> message)
    {
        using var document = JsonDocument.Parse(message);
        var root = document.RootElement;
        if (root.TryGetProperty("params", out var parameters))
        {
            Deliver(parameters);
        }
        else if (RpcAnswer.ReadAll(message) is [var answer] && _questions.TryRemove(answer.Id, out var onAnswer))
        {
            onAnswer(answer);
        }
    }

    private void Deliver(JsonElement parameters)
    {
        string id = parameters.GetProperty("subscription").ToString();
        if (_sinks.TryGetValue(id, out var sink) && !sink.Write(parameters.GetProperty("result")))
        {
            // Nothing is left out silently: a reader that is too slow must catch up by other means.
            _sinks.TryRemove(id, out _);
            sink.End(Lost($"more than {_options.MaxWaiting} items wait for their reader"));
        }
    }
}
