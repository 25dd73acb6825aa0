using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Hypernet.Indexer;

/// <summary>Stands before a real node and fails in the ways that providers fail, by a seeded chance.</summary>
internal sealed class FaultyNode : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly HttpClient _node = new();
    private readonly Random _chance;
    private readonly Task _serving;

    public FaultyNode(Uri node, int seed)
    {
        Node = node;
        _chance = new Random(seed);
        Url = Listen();
        _serving = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>The node behind it.</summary>
    public Uri Node { get; set; }

    /// <summary>Whether it passes everything on as it is.</summary>
    public bool IsHealthy { get; init; }

    /// <summary>Whether it has blocks and none of their logs, instead of failing by chance.</summary>
    public bool HasNoLogs { get; set; }

    /// <summary>Answers that were spoiled so far.</summary>
    public int Faults { get; private set; }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
        _node.Dispose();
    }

    // HttpListener takes no port 0: try ports until one is free.
    private Uri Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            var url = new Uri($"http://127.0.0.1:{20_000 + _chance.Next(40_000)}/");
            try
            {
                _listener.Prefixes.Clear();
                _listener.Prefixes.Add(url.ToString());
                _listener.Start();
                return url;
            }
            catch (HttpListenerException) when (attempt < 100)
            {
                _listener.Prefixes.Clear();
            }
        }
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                await AnswerAsync(await _listener.GetContextAsync());
            }
            catch (Exception ended) when (ended is HttpListenerException or HttpRequestException or ObjectDisposedException or IOException)
            {
                // Whoever asked has gone, or the node behind has, or the test is over: the loop ends with the listener.
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        string question = await reader.ReadToEndAsync();
        using var content = new StringContent(question, Encoding.UTF8, "application/json");
        using var response = await _node.PostAsync(Node, content);
        string answer = await response.Content.ReadAsStringAsync();
        int fault = IsHealthy ? 24 : HasNoLogs ? 3 : _chance.Next(24);
        Faults += fault < 6 ? 1 : 0;
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
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(body));
        context.Response.Close();
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
