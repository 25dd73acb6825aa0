using System.Text;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Contracts.Signing;

public sealed class TelemetrySealTests
{
    [Fact]
    public void Digest_is_that_of_the_specification()
    {
        Account job = MarketLogs.Number(0x77);
        var sha256 = new Hash32(Enumerable.Repeat((byte)0xab, Hash32.Length).ToArray());
        byte[] domain =
        [
            .. Hash("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
            .. Hash("Hypernet telemetry"),
            .. Hash("1"),
            .. MarketLogs.Words(MarketLogs.Deployment.ChainId),
            .. MarketLogs.Topic(MarketLogs.Deployment.JobFactory).Bytes,
        ];
        byte[] report = [.. Hash("Report(address job,bytes32 sha256)"), .. MarketLogs.Topic(job).Bytes, .. sha256.Bytes];
        Hash32 digest = Keccak256.Hash([0x19, 0x01, .. Keccak256.Hash(domain).Bytes, .. Keccak256.Hash(report).Bytes]);
        using var key = PrivateKey.Create();

        byte[] signature = new TelemetrySeal(job, sha256).Sign(key, MarketLogs.Deployment);

        Assert.Equal(key.Address, Signature.FromBytes(signature).Recover(digest));
    }

    private static byte[] Hash(string text) => [.. Keccak256.Hash(Encoding.UTF8.GetBytes(text)).Bytes];
}
