using System.Net;
using System.Text.RegularExpressions;
using Hypernet.Client;
using Hypernet.Indexer;
using Xunit;

namespace Hypernet.Server.Page;

public sealed partial class PageTests
{
    [Fact]
    public async Task Page_and_everything_it_names_come_from_this_server_alone()
    {
        await using TestServer server = await TestServer.StartAsync();
        var toRead = new Queue<string>(["/"]);
        var read = new HashSet<string>();
        while (toRead.TryDequeue(out string? path))
        {
            if (!read.Add(path))
            {
                continue;
            }

            using HttpResponseMessage answer = await server.Http.GetAsync(TestServer.At(path));
            string text = await answer.Content.ReadAsStringAsync();
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.StartsWith("default-src 'self';", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
            Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
            Assert.DoesNotContain("https://", text, StringComparison.Ordinal);
            foreach (Match match in Reference().Matches(text))
            {
                toRead.Enqueue($"/{match.Groups[1].Value}{match.Groups[2].Value}");
            }
        }

        Assert.Equal(["/", "/elements.js", "/format.js", "/job.js", "/jobs.js", "/page.css", "/page.js", "/progress.js", "/stream.js"], read.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_path_is_a_problem_document_and_wrong_method_too()
    {
        await using TestServer server = await TestServer.StartAsync();

        using HttpResponseMessage unknown = await server.Http.GetAsync(TestServer.At("/v1/nothing"));
        using HttpResponseMessage wrong = await server.Http.DeleteAsync(TestServer.At("/v1/jobs"));

        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (unknown.StatusCode, unknown.Content.Headers.ContentType?.MediaType));
        Assert.Equal((HttpStatusCode.MethodNotAllowed, "application/problem+json"), (wrong.StatusCode, wrong.Content.Headers.ContentType?.MediaType));
    }

    [Fact]
    public async Task Server_that_is_behind_or_broken_lives_but_is_not_ready_and_says_why()
    {
        await using TestServer server = await TestServer.StartAsync();
        using HttpResponseMessage health = await server.Http.GetAsync(TestServer.At("/health"));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        server.Indexer.Status = new IndexerStatus { Head = 12, Block = Ledger.Block(5) };
        Assert.Equal(new HealthView { Status = "behind", Reason = "The store is 7 blocks behind the chain." }, await server.Client.ReadyAsync());

        server.Indexer.Status = new IndexerStatus { Fault = "The node does not answer." };
        Assert.Equal(new HealthView { Status = "broken", Reason = "The node does not answer." }, await server.Client.ReadyAsync());

        server.Indexer.Status = new IndexerStatus { IsCaughtUp = true };
        Assert.Equal(new HealthView { Status = "ok" }, await server.Client.ReadyAsync());
    }

    [GeneratedRegex("(?:href|src)=\"/([a-z]+\\.[a-z]+)\"|from \"\\./([a-z]+\\.js)\"")]
    private static partial Regex Reference();
}
