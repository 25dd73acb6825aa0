using Hypernet.Testing;

namespace Hypernet.Ethereum;

public sealed class Anvil : INode
{
    private Anvil()
    {
    }

    public static Task<LocalChain> StartAsync() => LocalChain.StartAnvilAsync();
}
