using Hypernet.Testing;

namespace Hypernet.Ethereum;

public sealed class Hardhat : INode
{
    private Hardhat()
    {
    }

    public static Task<LocalChain> StartAsync() => LocalChain.StartHardhatAsync();
}
