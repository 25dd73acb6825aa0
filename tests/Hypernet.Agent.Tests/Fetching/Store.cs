using System.Collections.Concurrent;
using System.Text;
using Hypernet.Market;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Hypernet.Agent.Tests.Fetching;

/// <summary>An artifact store that also answers what an honest one never would.</summary>
internal sealed class Store : IAsyncDisposable
{
    private readonly WebApplication _web;
    private readonly ConcurrentDictionary<string, byte[]> _artifacts = new();
    private int _requests;

    private Store()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _web = builder.Build();
        _web.MapGet("/v1/artifacts/{id}", (string id) =>
        {
            Interlocked.Increment(ref _requests);
            return _artifacts.TryGetValue(id, out byte[]? bytes) ? Results.Bytes(bytes) : Results.NotFound();
        });
    }

    public Uri Url => new(_web.Urls.Single());

    /// <summary>Downloads so far.</summary>
    public int Requests => _requests;

    public static async Task<Store> StartAsync()
    {
        var store = new Store();
        await store._web.StartAsync();
        return store;
    }

    public Bytes32 Add(byte[] bytes) => Add(Bytes32.Sha256(bytes), bytes);

    public Bytes32 Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    /// <summary>Answers these bytes under any name.</summary>
    public Bytes32 Add(Bytes32 name, byte[] bytes)
    {
        _artifacts[name.ToString()[2..]] = bytes;
        return name;
    }

    public ValueTask DisposeAsync() => _web.DisposeAsync();
}
