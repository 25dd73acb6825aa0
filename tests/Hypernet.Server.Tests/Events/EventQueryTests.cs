using System.Net;
using System.Net.Http.Json;
using Hypernet.Client;
using Xunit;

namespace Hypernet.Server.Events;

public sealed class EventQueryTests
{
    [Theory]
    [InlineData("from=-1")]
    [InlineData("from=x")]
    [InlineData("from=99999999999999999999")]
    [InlineData("horizon=soon")]
    [InlineData("filter=seller:0x00")]
    [InlineData("filter=job:0x00")]
    [InlineData("filter=job:0x0000000000000000000000000000000000000001,job:0x0000000000000000000000000000000000000002")]
    public async Task Malformed_query_is_refused_with_a_hint(string query)
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage answer = await server.Http.GetAsync(TestServer.At($"/v1/events?{query}"));
        ProblemView? problem = await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemView);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(problem!.Detail!);
        Assert.NotEmpty(problem.Hint!);
    }

    [Fact]
    public async Task Filter_of_too_many_terms_is_refused()
    {
        await using TestServer server = await TestServer.StartAsync();
        string filter = string.Join(',', Enumerable.Range(0, EventFilter.MaxTerms + 1).Select(number => $"name:E{number}"));

        using HttpResponseMessage answer = await server.Http.GetAsync(TestServer.At($"/v1/events?filter={filter}"));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Position_beyond_the_store_is_a_conflict_that_a_client_does_not_wait_out()
    {
        await using TestServer server = await TestServer.StartAsync();
        await using var events = server.Client.EventsAsync(new EventQuery { From = 7 }).GetAsyncEnumerator();

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(async () => await events.MoveNextAsync());

        Assert.Equal(HttpStatusCode.Conflict, refusal.Status);
        Assert.Contains("7", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_of_one_client_are_bounded_and_a_closed_one_makes_room()
    {
        await using TestServer server = await TestServer.StartAsync(change: options => options with { MaxStreamsPerClient = 2 });
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using HttpResponseMessage first = await OpenAsync(server, end.Token);
        using HttpResponseMessage second = await OpenAsync(server, end.Token);
        using HttpResponseMessage third = await OpenAsync(server, end.Token);

        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(5), third.Headers.RetryAfter?.Delta);
        Assert.Equal(2, (await server.Client.StatusAsync(end.Token)).Streams);

        first.Dispose();
        while ((await server.Client.StatusAsync(end.Token)).Streams > 1)
        {
            await Task.Delay(5, end.Token);
        }

        using HttpResponseMessage fourth = await OpenAsync(server, end.Token);
        Assert.Equal(HttpStatusCode.OK, fourth.StatusCode);
    }

    private static Task<HttpResponseMessage> OpenAsync(TestServer server, CancellationToken cancellationToken)
        => server.Http.GetAsync(TestServer.At("/v1/events"), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
}
