using System.Net;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Client;

public sealed class RequestTests
{
    [Fact]
    public async Task Problem_of_the_server_is_thrown_with_status_title_detail_and_hint()
    {
        const string Problem = """{"title":"No","detail":"Limit 0.","status":400,"hint":"Ask for 1."}""";
        await using var server = new ScriptedServer(ScriptedServer.Problem("400 Bad Request", Problem));
        using var client = new HypernetClient(server.Url);

        var refusal = await Assert.ThrowsAsync<RequestRefusedException>(() => client.StatusAsync());

        Assert.Equal((HttpStatusCode.BadRequest, "No", "Limit 0.", "Ask for 1.", false), (refusal.Status, refusal.Title, refusal.Message, refusal.Hint, refusal.IsTransient));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1,2]")]
    public async Task Answer_of_another_program_is_not_taken_for_one(string body)
    {
        await using var server = new ScriptedServer(ScriptedServer.Document(body));
        using var client = new HypernetClient(server.Url);

        var fault = await Assert.ThrowsAsync<AnswerNotUnderstoodException>(() => client.StatusAsync());

        Assert.Equal(server.Url, fault.Server);
    }

    [Fact]
    public async Task Document_larger_than_accepted_is_not_read_to_its_end()
    {
        await using var server = new ScriptedServer(ScriptedServer.Document(new string(' ', 2000)));
        using var client = new HypernetClient(server.Url, new HypernetClientOptions { MaxDocumentBytes = 1000 });

        await Assert.ThrowsAsync<AnswerNotUnderstoodException>(() => client.StatusAsync());
    }

    [Fact]
    public async Task Server_whose_connections_are_reset_is_unreachable_at_whatever_moment_that_is()
    {
        await using var server = new ResettingServer();
        using var client = new HypernetClient(server.Url);

        // Of this many some are reset between their connection and the first look at it.
        for (int i = 0; i < 2000; i++)
        {
            await Assert.ThrowsAsync<ServerUnreachableException>(() => client.StatusAsync());
        }
    }

    [Fact]
    public async Task Server_that_does_not_answer_is_unreachable_after_the_timeout()
    {
        var time = new ManualTimeProvider();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = new ScriptedServer((connection, end) =>
        {
            reached.SetResult();
            return ScriptedServer.HoldAsync(connection, end);
        });
        using var client = new HypernetClient(server.Url, time: time);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        Task<StatusView> asked = client.StatusAsync(limit.Token);
        await reached.Task.WaitAsync(limit.Token);
        time.Advance(TimeSpan.FromSeconds(30));

        await Assert.ThrowsAsync<ServerUnreachableException>(() => asked);
    }

    [Fact]
    public async Task Cancellation_by_the_caller_is_no_fault_of_the_server()
    {
        await using var server = new ScriptedServer(ScriptedServer.HoldAsync);
        using var client = new HypernetClient(server.Url);
        using var stop = new CancellationTokenSource();
        Task<StatusView> asked = client.StatusAsync(stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
    }
}
