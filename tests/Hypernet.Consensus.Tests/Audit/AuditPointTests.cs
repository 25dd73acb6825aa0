using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class AuditPointTests
{
    [Fact]
    public void Modulus_is_a_prime_of_127_bits_and_both_follow_from_the_seed()
    {
        var random = new Random(1);
        var seen = new HashSet<UInt128>();
        for (int seed = 0; seed < 40; seed++)
        {
            var point = Fingerprints.Point(seed);
            BigInteger prime = point.Modulus.Value;
            Assert.Equal(127, prime.GetBitLength());
            Assert.True(seen.Add(point.Modulus.Value));
            for (int k = 0; k < 8; k++)
            {
                // Fermat, with bases that the drawing does not use.
                Assert.True(BigInteger.ModPow(random.NextInt64(1L << 32, long.MaxValue), prime - 1, prime).IsOne);
            }

            var again = Fingerprints.Point(seed);
            Assert.Equal((point.Modulus.Value, point.Rho), (again.Modulus.Value, again.Rho));
        }
    }

    [Fact]
    public void Multiple_of_a_known_prime_does_not_hide()
    {
        // 2^127 is 1 modulo 2^127 − 1: there, all that was moved by 127 bits would have one fingerprint, at every point.
        for (int seed = 0; seed < 100; seed++)
        {
            var point = Fingerprints.Point(seed);
            Assert.NotEqual(Polynomial.Of(point, 1, Polynomial.Unit), Polynomial.Of(point, Math.ScaleB(1, 127), Polynomial.Unit));
        }

        var known = new AuditPoint((UInt128.One << 127) - 1, 12345);
        Assert.Equal(Polynomial.Of(known, 1, Polynomial.Unit), Polynomial.Of(known, Math.ScaleB(1, 127), Polynomial.Unit));
    }

    [Fact]
    public void Nonce_is_bound_to_its_window_and_slot_and_each_decides_the_point()
    {
        var window = Hash256.Of("window"u8);
        var (mine, other) = (Nonces.Create(), Nonces.Create());
        var commitment = Nonces.Commit(window, 1, mine);

        Assert.True(Nonces.Opens(commitment, window, 1, mine));
        Assert.False(Nonces.Opens(commitment, window, 2, mine));
        Assert.False(Nonces.Opens(commitment, window, 1, other));
        Assert.False(Nonces.Opens(commitment, Hash256.Of("another"u8), 1, mine));

        var seed = Nonces.Seed(window, new Dictionary<int, Hash256> { [0] = other, [1] = mine });
        Assert.Equal(seed, Nonces.Seed(window, new Dictionary<int, Hash256> { [1] = mine, [0] = other }));
        Assert.NotEqual(seed, Nonces.Seed(window, new Dictionary<int, Hash256> { [0] = mine, [1] = other }));
        Assert.NotEqual(seed, Nonces.Seed(window, new Dictionary<int, Hash256> { [0] = other, [1] = other }));
        Assert.NotEqual(seed, Nonces.Seed(Hash256.Of("another"u8), new Dictionary<int, Hash256> { [0] = other, [1] = mine }));
    }
}
