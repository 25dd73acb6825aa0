using System.Numerics;
using Hypernet.Consensus.Accumulation;
using Xunit;

namespace Hypernet.Consensus.Audit;

public sealed class PolynomialTests
{
    private static readonly double[] Specials = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, -0.0, 0.0, double.Epsilon, double.MaxValue];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Fingerprints_of_contributions_are_those_of_big_integers_and_add_up_to_that_of_their_exact_sum(int seed)
    {
        var random = new Random(seed);
        for (int k = 0; k < 30_000; k += 600)
        {
            var point = Fingerprints.Point(random.Next());
            for (int i = 0; i < 600; i++)
            {
                int count = random.Next(1, 5);
                double[][] vectors = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Doubles.List(random, count))];
                if (random.Next(4) == 0)
                {
                    vectors[0][random.Next(count)] = Specials[random.Next(Specials.Length)];
                }

                var exact = new ExactVector(count);
                var sum = BigInteger.Zero;
                foreach (double[] vector in vectors)
                {
                    exact.Add(vector);
                    var polynomial = new Polynomial(point);
                    polynomial.Append(vector, Polynomial.Unit);
                    var fingerprint = Fingerprints.Number(point, polynomial.Residue);
                    Assert.Equal(Fingerprints.Of(point, vector.Select(Fingerprints.Coefficient)), fingerprint);
                    sum += fingerprint;
                }

                Assert.Equal(sum % point.Modulus.Value, OfSums(point, exact.ToBytes(), count));
            }
        }
    }

    [Fact]
    public void Long_vectors_in_any_pieces_have_one_fingerprint()
    {
        var random = new Random(5);
        var point = Fingerprints.Point(5);
        double[] values = [.. Enumerable.Range(0, 9_001).Select(i => i % 97 == 0 ? Specials[i % Specials.Length] : Doubles.Wild(random))];
        long[] integers = [.. values.Select(BitConverter.DoubleToInt64Bits)];
        var expected = Fingerprints.Of(point, values.Select(Fingerprints.Coefficient));
        var expectedIntegers = Fingerprints.Of(point, integers.Select(value => (BigInteger)value << 7));
        for (int k = 0; k < 8; k++)
        {
            int middle = random.Next(values.Length);
            var whole = new Polynomial(point);
            whole.Append(values.AsSpan(0, middle), Polynomial.Unit);
            whole.Append(values.AsSpan(middle), Polynomial.Unit);
            Assert.Equal(expected, Fingerprints.Number(point, whole.Residue));

            // Two shares, the second of which knows only where it begins.
            var (first, second) = (new Polynomial(point), new Polynomial(point, middle));
            first.AppendIntegers<long>(integers.AsSpan(0, middle), 7);
            second.AppendIntegers<long>(integers.AsSpan(middle), 7);
            Assert.Equal(expectedIntegers, Fingerprints.Number(point, point.Modulus.Add(first.Residue, second.Residue)));
        }

        var exact = new ExactVector(values.Length);
        exact.Add(values);
        Assert.Equal(expected, OfSums(point, exact.ToBytes(), values.Length));
    }

    [Fact]
    public void Integers_of_every_type_keep_their_signs()
    {
        var point = Fingerprints.Point(6);
        AssertIntegers<int>([0, 1, -1, int.MaxValue, int.MinValue]);
        AssertIntegers<long>([0, 1, -1, long.MaxValue, long.MinValue]);
        AssertIntegers<ulong>([0, 1, ulong.MaxValue]);

        void AssertIntegers<T>(T[] values)
            where T : unmanaged, IBinaryInteger<T>
        {
            var polynomial = new Polynomial(point);
            polynomial.AppendIntegers<T>(values, Polynomial.Unit);
            var exact = new ExactVector(values.Length);
            exact.AddIntegers<T>(values);
            Assert.Equal(Fingerprints.Of(point, values.Select(value => BigInteger.CreateChecked(value) << Polynomial.Unit)), Fingerprints.Number(point, polynomial.Residue));
            Assert.Equal(Fingerprints.Number(point, polynomial.Residue), OfSums(point, exact.ToBytes(), values.Length));
        }
    }

    [Fact]
    public void Sums_over_the_whole_range_are_read()
    {
        var point = Fingerprints.Point(7);
        var sums = new ExactVector(2);
        sums.AddProducts([double.MaxValue, -double.Epsilon], double.MaxValue);
        sums.AddProducts([double.Epsilon, -double.Epsilon], double.Epsilon);
        BigInteger[] exact =
        [
            (Product(double.MaxValue, double.MaxValue) + Product(double.Epsilon, double.Epsilon)) << 28,
            (Product(-double.Epsilon, double.MaxValue) + Product(-double.Epsilon, double.Epsilon)) << 28,
        ];
        Assert.Equal(Fingerprints.Of(point, exact), OfSums(point, sums.ToBytes(), 2));

        static BigInteger Product(double x, double y) => (Oracle.Of(x) * Oracle.Of(y)) >> -Oracle.Exponent;
    }

    [Fact]
    public void What_is_no_canonical_sum_has_no_fingerprint()
    {
        var point = Fingerprints.Point(8);
        var polynomial = new Polynomial(point);

        Assert.Equal(-1, polynomial.AppendSums([0x23, 0x44, 0x01, 0, 0, 0, 0], new SumFlags[1]));
        Assert.Equal(-1, polynomial.AppendSums([1], new SumFlags[2]));
        Assert.Equal(2, polynomial.AppendSums([1, 1, 1], new SumFlags[2]));
    }

    private static BigInteger OfSums(AuditPoint point, byte[] wire, int count)
    {
        var polynomial = new Polynomial(point);
        Assert.Equal(wire.Length, polynomial.AppendSums(wire, new SumFlags[count]));
        return Fingerprints.Number(point, polynomial.Residue);
    }
}
