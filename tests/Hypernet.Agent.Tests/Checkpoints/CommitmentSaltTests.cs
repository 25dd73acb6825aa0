using System.Security.Cryptography;
using Hypernet.Agent.Checkpoints;
using Hypernet.Ethereum.Keys;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Checkpoints;

public sealed class CommitmentSaltTests : IDisposable
{
    private static readonly RoundContext Round = new(31337, Account.Parse("0x00000000000000000000000000000000000000aa"), 3, 1, 2);

    private readonly PrivateKey _key = PrivateKey.Parse($"0x{new string('1', 64)}");

    public void Dispose() => _key.Dispose();

    // A restarted agent, of this version or a later one, must open what was committed before: these bytes never change.
    [Fact]
    public void Salt_of_a_round_is_forever_the_same()
    {
        Assert.Equal("0x0f8bf4b7a09902224acea20d53593699b59a2af17ec80df428e33a904aeefcc6", CommitmentSalt.Of(_key, Round).ToString());
    }

    [Fact]
    public void Salt_follows_RFC_5869()
    {
        byte[] context =
        [
            0, 0, 0, 0, 0, 0, 0x7a, 0x69, .. new byte[19], 0xaa, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2,
        ];
        byte[] pseudorandom = HMACSHA256.HashData("hypernet commitment salt 1"u8, _key.Export());

        Assert.Equal(new Bytes32(HMACSHA256.HashData(pseudorandom, (byte[])[.. context, 1])), CommitmentSalt.Of(_key, Round));
    }

    [Fact]
    public void Every_round_and_every_key_has_another_salt()
    {
        using var other = PrivateKey.Parse($"0x{new string('2', 64)}");
        Bytes32[] salts =
        [
            CommitmentSalt.Of(_key, Round),
            CommitmentSalt.Of(other, Round),
            CommitmentSalt.Of(_key, Round with { ChainId = 1 }),
            CommitmentSalt.Of(_key, Round with { Job = Account.None }),
            CommitmentSalt.Of(_key, Round with { Checkpoint = 4 }),
            CommitmentSalt.Of(_key, Round with { Attempt = 0 }),
            CommitmentSalt.Of(_key, Round with { Group = 0 }),
        ];

        Assert.Distinct(salts);
    }
}
