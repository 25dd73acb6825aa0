using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Hypernet.Indexer;

/// <summary>Stands before a real node and fails in the ways that providers fail, by a seeded chance.</summary>
internal sealed class FaultyNode : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _node = new();
    private readonly Random _chance;

    private FaultyNode(Uri node, int seed)
    {
        Node = node;
        _chance = new Random(seed);
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.Run(AnswerAsync);
    }

    public Uri Url => new(_server.Urls.Single());

    /// <summary>The node behind it.</summary>
    public Uri Node { get; set; }

    /// <summary>Whether it passes everything on as it is.</summary>
    public bool IsHealthy { get; set; }

    /// <summary>Whether it has blocks and none of their logs, instead of failing by chance.</summary>
    public bool HasNoLogs { get; set; }

    /// <summary>Answers that were spoiled so far.</summary>
    public int Faults { get; private set; }

    public static async Task<FaultyNode> StartAsync(Uri node, int seed)
    {
        var faulty = new FaultyNode(node, seed);
        await faulty._server.StartAsync();
        return faulty;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _node.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string question = await reader.ReadToEndAsync();
        using var content = new StringContent(question, Encoding.UTF8, "application/json");
        using var response = await _node.PostAsync(Node, content);
        string answer = await response.Content.ReadAsStringAsync();
        int fault = NextFault();
        (int status, string body) = fault switch
        {
            0 => (429, "slow down"),
            1 => (503, "<html>overloaded</html>"),
            2 => (200, answer[..(answer.Length / 2)]),
            3 => (200, WithoutLogs(answer)),
            4 => (200, Reversed(answer)),
            5 => (200, """{"jsonrpc":"2.0","id":null,"error":{"code":-32005,"message":"query returned more than 10000 results"}}"""),
            _ => (200, answer),
        };
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(body);
    }

    private int NextFault()
    {
        lock (_chance)
        {
            int fault = IsHealthy ? 24 : HasNoLogs ? 3 : _chance.Next(24);
            Faults += fault < 6 ? 1 : 0;
            return fault;
        }
    }

    // A node that has the block and not yet its logs. In final ranges no one can tell: providers have those.
    private static string WithoutLogs(string answer)
    {
        var node = JsonNode.Parse(answer)!;
        foreach (var part in node is JsonArray batch ? batch.ToList() : [node])
        {
            if (part!["result"] is JsonArray logs && logs.Any(log => log is JsonObject))
            {
                part["result"] = new JsonArray();
            }
        }

        return node.ToJsonString();
    }

    private static string Reversed(string answer) => JsonNode.Parse(answer) is JsonArray batch
        ? new JsonArray([.. batch.Reverse().Select(part => part!.DeepClone())]).ToJsonString()
        : answer;
}
