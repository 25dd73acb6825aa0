using Hypernet.Testing;

namespace Hypernet.Ethereum;

/// <summary>A make of node that tests run against.</summary>
public interface INode
{
    static abstract Task<LocalChain> StartAsync();
}
