using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hypernet.Client;

/// <summary>A server that answers connection by connection what the test tells it to, byte by byte, right or wrong.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<string> _requests = new();
    private readonly Task _serving;

    /// <summary>Starts the server.</summary>
    /// <param name="answers">What the first, second, … connection gets; the last one is for all further ones, too.</param>
    internal ScriptedServer(params Func<NetworkStream, CancellationToken, Task>[] answers)
    {
        _listener.Start();
        _serving = ServeAsync(answers);
    }

    internal Uri Url => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>The requests so far: head lines, separated by line feeds.</summary>
    internal IReadOnlyList<string> Requests => [.. _requests];

    internal static Func<NetworkStream, CancellationToken, Task> Answer(string head, string body = "", bool isHeld = false)
        => async (connection, end) =>
        {
            await connection.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {head.ReplaceLineEndings("\r\n")}\r\n\r\n{body}"), end);
            if (isHeld)
            {
                await HoldAsync(connection, end);
            }
        };

    /// <summary>A stream of events that goes silent behind its text, or is cut there.</summary>
    internal static Func<NetworkStream, CancellationToken, Task> Events(string text, bool isHeld = false)
        => Answer("200 OK\nContent-Type: text/event-stream", text, isHeld);

    internal static Func<NetworkStream, CancellationToken, Task> Document(string json)
        => Answer($"200 OK\nContent-Type: application/json\nContent-Length: {Encoding.UTF8.GetByteCount(json)}", json);

    internal static Func<NetworkStream, CancellationToken, Task> Problem(string status, string json)
        => Answer($"{status}\nContent-Type: application/problem+json\nContent-Length: {Encoding.UTF8.GetByteCount(json)}", json);

    /// <summary>Says nothing more until the client closes its side.</summary>
    internal static async Task HoldAsync(NetworkStream connection, CancellationToken end)
        => await connection.ReadAtLeastAsync(new byte[1], 1, throwOnEndOfStream: false, end);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync(Func<NetworkStream, CancellationToken, Task>[] answers)
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                open.Add(ServeAsync(client, answers[Math.Min(open.Count, answers.Length - 1)]));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task ServeAsync(TcpClient client, Func<NetworkStream, CancellationToken, Task> answer)
    {
        using (client)
        {
            try
            {
                NetworkStream connection = client.GetStream();
                _requests.Enqueue(await ReadHeadAsync(connection));
                await answer(connection, _end.Token);
            }
            catch (Exception fault) when (fault is OperationCanceledException or IOException)
            {
                // The test is over, or the client has gone.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream connection)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await connection.ReadAsync(one, _end.Token) == 1)
        {
            head.Append((char)one[0]);
        }

        return head.ToString().ReplaceLineEndings("\n");
    }
}
