using System.Net;
using System.Net.Sockets;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Client.Events;

public sealed class EventSubscriptionTests : IDisposable
{
    private static readonly HypernetClientOptions Options = new()
    {
        ShortestDelay = TimeSpan.FromMilliseconds(1),
        LongestDelay = TimeSpan.FromSeconds(5),
        Patience = TimeSpan.FromSeconds(60),
    };

    private readonly ManualTimeProvider _time = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(30));

    public void Dispose() => _limit.Dispose();

    [Fact]
    public async Task Silent_connection_is_dialed_again_and_resumes_behind_the_last_heartbeat()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Events(Final(5) + ": head=1 position=6\nid: 6\n\n", isHeld: true), ScriptedServer.Events(Final(7), isHeld: true));
        using var client = new HypernetClient(server.Url, Options, _time);
        await using var events = client.EventsAsync(cancellationToken: _limit.Token).GetAsyncEnumerator();
        Assert.True(await events.MoveNextAsync());
        Task<bool> next = events.MoveNextAsync().AsTask();

        _time.Advance(Options.Silence - TimeSpan.FromMilliseconds(1));
        Assert.Single(server.Requests);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromMilliseconds(1));

        Assert.True(await next);
        Assert.Equal(7, events.Current.Position);
        Assert.StartsWith("GET /v1/events?from=6 ", server.Requests[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeats_keep_a_quiet_connection()
    {
        var pipe = new System.IO.Pipelines.Pipe();
        using var response = new HttpResponseMessage();
        await using var connection = new EventConnection(new Uri("http://127.0.0.1/"), response, pipe.Reader.AsStream(), Options, _time);
        Task<StreamItem> next = connection.ReadAsync(_limit.Token);
        for (int beat = 1; beat <= 5; beat++)
        {
            _time.Advance(Options.Silence * 0.9);
            await pipe.Writer.WriteAsync(System.Text.Encoding.UTF8.GetBytes($": head=1\nid: {beat}\n\n"));
            await UntilAsync(() => connection.Cursor == beat);
        }

        Assert.False(next.IsCompleted);
        _time.Advance(Options.Silence);
        await Assert.ThrowsAsync<ServerUnreachableException>(() => next);
    }

    [Fact]
    public async Task Stream_gives_up_when_patience_is_at_its_end()
    {
        int port;
        using (var closed = new TcpListener(IPAddress.Loopback, 0))
        {
            closed.Start();
            port = ((IPEndPoint)closed.LocalEndpoint).Port;
        }

        using var client = new HypernetClient(new Uri($"http://127.0.0.1:{port}/"), Options, _time);
        await using var events = client.EventsAsync(cancellationToken: _limit.Token).GetAsyncEnumerator();
        Task<bool> next = events.MoveNextAsync().AsTask();
        DateTimeOffset start = _time.GetUtcNow();
        await AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromSeconds(1));

        var fault = await Assert.ThrowsAsync<ServerUnreachableException>(() => next);
        Assert.Contains($":{port}/", fault.Message, StringComparison.Ordinal);
        Assert.True(_time.GetUtcNow() - start >= Options.Patience);
    }

    [Fact]
    public async Task Refusal_that_will_not_pass_is_told_at_once()
    {
        await using var server = new ScriptedServer(ScriptedServer.Problem("409 Conflict", """{"title":"Ahead"}"""));
        using var client = new HypernetClient(server.Url, Options, _time);
        await using var events = client.EventsAsync(cancellationToken: _limit.Token).GetAsyncEnumerator();

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(async () => await events.MoveNextAsync());

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Busy_server_is_asked_again_after_the_time_it_named()
    {
        await using var server = new ScriptedServer(
            ScriptedServer.Answer("429 Too Many Requests\nRetry-After: 3\nContent-Length: 0"), ScriptedServer.Events(Final(1), isHeld: true));
        using var client = new HypernetClient(server.Url, Options, _time);
        await using var events = client.EventsAsync(cancellationToken: _limit.Token).GetAsyncEnumerator();
        Task<bool> next = events.MoveNextAsync().AsTask();
        await UntilAsync(() => server.Requests.Count == 1 && _time.Waiting == 1);

        _time.Advance(TimeSpan.FromSeconds(2.9));
        Assert.Single(server.Requests);
        await AdvanceUntilAsync(() => next.IsCompleted, TimeSpan.FromSeconds(0.1));

        Assert.True(await next);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Event_that_is_none_is_not_waited_out()
    {
        await using var server = new ScriptedServer(ScriptedServer.Events("id: 1\nevent: finalized\ndata: {\"position\":\n\n", isHeld: true));
        using var client = new HypernetClient(server.Url, Options, _time);
        await using var events = client.EventsAsync(cancellationToken: _limit.Token).GetAsyncEnumerator();

        await Assert.ThrowsAsync<AnswerNotUnderstoodException>(async () => await events.MoveNextAsync());
    }

    private static string Final(long position) => $"id: {position}\nevent: finalized\ndata: {{\"position\":{position},\"blockNumber\":1}}\n\n";

    private async Task UntilAsync(Func<bool> condition)
    {
        while (!condition())
        {
            await Task.Delay(1, _limit.Token);
        }
    }

    private async Task AdvanceUntilAsync(Func<bool> condition, TimeSpan step)
    {
        while (!condition())
        {
            _time.Advance(step);
            await Task.Delay(1, _limit.Token);
        }
    }
}
