using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Hypernet.Client;

/// <summary>One connection's events. Heartbeats are signs of life; a silence longer than allowed is a lost connection.</summary>
internal sealed class EventConnection : IAsyncDisposable
{
    private readonly Uri _server;
    private readonly HttpResponseMessage _response;
    private readonly HypernetClientOptions _options;
    private readonly TimeProvider _time;
    private readonly ServerSentReader _reader;

    internal EventConnection(Uri server, HttpResponseMessage response, Stream body, HypernetClientOptions options, TimeProvider time)
    {
        _server = server;
        _response = response;
        _options = options;
        _time = time;
        _reader = new ServerSentReader(body, options.MaxDocumentBytes);
    }

    /// <summary>The position everything up to which was delivered or filtered out; 0 before the server has said.</summary>
    internal long Cursor { get; private set; }

    /// <summary>Whether anything came over this connection.</summary>
    internal bool HasDelivered { get; private set; }

    /// <summary>The next event of the ledger.</summary>
    internal Task<StreamItem> ReadAsync(CancellationToken cancellationToken) => ReadAsync(Parse, cancellationToken);

    /// <summary>The next event, whatever stands for one.</summary>
    /// <param name="parse">Makes it of its data, which are valid during the call only.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    internal async Task<T> ReadAsync<T>(Func<ServerSentBlock, T> parse, CancellationToken cancellationToken)
    {
        using var silence = new IdleTimeout(_options.Silence, _time, cancellationToken);
        try
        {
            while (true)
            {
                ServerSentBlock block = await _reader.ReadAsync(silence.Token)
                    ?? throw new ServerUnreachableException(_server, "it closed the stream of events.");
                silence.Renew();
                HasDelivered = true;
                Cursor = block.Id is null ? Cursor : Position(block.Id);
                if (block.Event is not null)
                {
                    return parse(block);
                }
            }
        }
        catch (OperationCanceledException fault) when (silence.HasExpired)
        {
            throw new ServerUnreachableException(_server, $"its stream of events was silent for {_options.Silence.TotalSeconds:0.#} s.", fault);
        }
        catch (IOException fault)
        {
            throw new ServerUnreachableException(_server, fault.Message, fault);
        }
        catch (Exception fault) when (fault is JsonException or InvalidDataException)
        {
            throw new AnswerNotUnderstoodException(_server, fault.Message, fault);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _reader.DisposeAsync();
        _response.Dispose();
    }

    private static StreamItem Parse(ServerSentBlock block) => block.Event switch
    {
        RevertedView.EventName => Parse(block.Data, WireJson.Default.RevertedView),
        FinalizedView.EventName => Parse(block.Data, WireJson.Default.FinalizedView),
        CaughtUpView.EventName => Parse(block.Data, WireJson.Default.CaughtUpView),
        _ => Parse(block.Data, WireJson.Default.EventView),
    };

    internal static T Parse<T>(ReadOnlyMemory<byte> data, JsonTypeInfo<T> type) => JsonSerializer.Deserialize(data.Span, type)
        ?? throw new InvalidDataException("an event is null");

    private static long Position(string id) => long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out long position)
        ? position
        : throw new InvalidDataException($"the id '{id}' of an event is no position");
}
