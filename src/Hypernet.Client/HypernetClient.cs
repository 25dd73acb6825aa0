using System.Net.Http.Headers;

namespace Hypernet.Client;

/// <summary>
/// A server's HTTP API and event stream. It holds no key and decides nothing: whoever risks money reads the chain again.
/// Safe for concurrent use. Whatever fails between here and the server is an <see cref="ApiException"/>.
/// </summary>
public sealed partial class HypernetClient : IDisposable
{
    private readonly HypernetClientOptions _options;
    private readonly TimeProvider _time;
    private readonly SocketsHttpHandler _handler;
    private readonly HttpClient _http;

    /// <summary>Creates a client; nothing is sent yet.</summary>
    /// <param name="server">The server's address, such as http://127.0.0.1:8555/.</param>
    /// <param name="options">Patience and limits; null for the defaults.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public HypernetClient(Uri server, HypernetClientOptions? options = null, TimeProvider? time = null)
    {
        Server = server;
        _options = options ?? new HypernetClientOptions();
        _time = time ?? TimeProvider.System;
        _handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = _options.AnswerTimeout,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(5),
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        _http = new HttpClient(_handler)
        {
            BaseAddress = server,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = _options.MaxDocumentBytes,
        };
        _http.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("hypernet-client", "1"));
    }

    /// <summary>The server's address.</summary>
    public Uri Server { get; }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        _http.Dispose();
        _handler.Dispose();
    }
}
