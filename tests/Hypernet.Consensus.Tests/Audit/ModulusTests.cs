using System.Numerics;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class ModulusTests
{
    private static readonly UInt128[] Moduli =
    [
        (UInt128.One << 127) - 1,
        (UInt128.One << 126) + 1,
        (UInt128.One << 126) + ulong.MaxValue,
        (UInt128.One << 127) - (UInt128.One << 64) + 1,
        new(0x5A5A_5A5A_1234_5678, 0x9ABC_DEF0_1111_1111),
    ];

    [Fact]
    public void Products_sums_and_powers_are_those_of_big_integers()
    {
        var random = new Random(1);
        foreach (var value in Moduli)
        {
            var modulus = new Modulus(value);
            UInt128[] edges = [0, 1, 2, value - 1, value - 2, value >> 1, ulong.MaxValue, (UInt128)ulong.MaxValue << 62];
            for (int i = 0; i < 20_000; i++)
            {
                var x = i < edges.Length * edges.Length ? edges[i / edges.Length] : Draw(random) % value;
                var y = i < edges.Length * edges.Length ? edges[i % edges.Length] : Draw(random) % value;
                var product = modulus.FromResidue(modulus.Multiply(modulus.ToResidue(x), modulus.ToResidue(y)));
                Assert.Equal((BigInteger)x * y % value, product);
                Assert.Equal(((BigInteger)x + y) % value, modulus.Add(x, y));
                Assert.Equal(((BigInteger)x - y + value) % value, modulus.Subtract(x, y));
            }

            var base_ = Draw(random) % value;
            Assert.Equal(BigInteger.ModPow(base_, 123_456_789, value), modulus.FromResidue(modulus.Power(modulus.ToResidue(base_), 123_456_789)));
            Assert.Equal(UInt128.One, modulus.FromResidue(modulus.Power(modulus.ToResidue(base_), 0)));
        }
    }

    [Fact]
    public void Wide_sums_fold_to_their_residue()
    {
        var random = new Random(2);
        foreach (var value in Moduli)
        {
            var modulus = new Modulus(value);
            for (int i = 0; i < 1_000; i++)
            {
                var (low, high) = i == 0 ? (UInt128.MaxValue, UInt128.MaxValue) : (Draw(random), Draw(random));
                Assert.Equal((((BigInteger)high << 128) + low) % value, modulus.Fold(low, high));
            }
        }
    }

    private static UInt128 Draw(Random random) => new((ulong)random.NextInt64(long.MinValue, long.MaxValue), (ulong)random.NextInt64(long.MinValue, long.MaxValue));
}
