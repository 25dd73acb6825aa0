using Hypernet.Ethereum.Rpc;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum;

/// <summary>A real node for the tests of one class.</summary>
public sealed class NodeFixture<TNode> : IAsyncLifetime, IDisposable
    where TNode : INode
{
    private LocalChain? _chain;
    private JsonRpcClient? _client;

    public LocalChain Chain => _chain!;

    public JsonRpcClient Client => _client!;

    public async Task InitializeAsync()
    {
        _chain = await TNode.StartAsync();
        _client = new JsonRpcClient(_chain.Url);
    }

    public async Task DisposeAsync()
    {
        if (_chain is not null)
        {
            await _chain.DisposeAsync();
        }
    }

    public void Dispose() => _client?.Dispose();
}
