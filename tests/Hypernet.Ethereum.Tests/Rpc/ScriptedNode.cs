using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Hypernet.Ethereum.Rpc;

/// <summary>
/// A double of a provider out in the world: a real listener on loopback that gives each HTTP request the reply of a script.
/// An empty reply is silence; one that is no HTTP is a dropped connection.
/// </summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _lifetime = new();
    private readonly Func<string, Task<string>> _script;
    private readonly Task _serving;

    /// <summary>Gives the replies in order, and the last one ever after.</summary>
    public ScriptedNode(params string[] replies)
        : this(InOrder(replies))
    {
    }

    /// <summary>Gives what the script makes of each request's body.</summary>
    public ScriptedNode(Func<string, Task<string>> script)
    {
        _script = script;
        _listener.Start();
        _serving = ServeAsync();
    }

    public int Requests { get; private set; }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/secret-key");

    public const string Dropped = "H";

    public static string Ok(string body) => Status("200 OK", body);

    public static string Status(string status, string body = "", string headers = "") =>
        $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n{headers}\r\n{body}";

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await _serving;
        _lifetime.Dispose();
        _listener.Dispose();
    }

    private static Func<string, Task<string>> InOrder(string[] replies)
    {
        var left = new Queue<string>(replies);
        return _ => Task.FromResult(left.Count > 1 ? left.Dequeue() : left.Peek());
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptTcpClientAsync(_lifetime.Token);
                await AnswerAsync(connection.GetStream());
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or IOException)
        {
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        int length = 0;
        while (await reader.ReadLineAsync(_lifetime.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
            {
                length = int.Parse(line.AsSpan(15), CultureInfo.InvariantCulture);
            }
        }

        char[] body = new char[length];
        await reader.ReadBlockAsync(body, _lifetime.Token);
        Requests++;
        string reply = await _script(new string(body));
        if (reply.Length == 0)
        {
            // Silence: the connection stays open without a word until the test ends.
            await Task.Delay(Timeout.Infinite, _lifetime.Token);
        }

        await stream.WriteAsync(Encoding.UTF8.GetBytes(reply), _lifetime.Token);
    }
}
