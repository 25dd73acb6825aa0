using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Hypernet.Consensus.Accumulation;

public sealed class ExactWireTests
{
    [Theory]
    [InlineData("00")]
    [InlineData("01")]
    [InlineData("03")]
    [InlineData("07")]
    [InlineData("1F")]
    [InlineData("23 44 01 01000000")]
    [InlineData("63 87 01 00000080")]
    [InlineData("23 87 01 FFFFFF7F")]
    [InlineData("23 00 02 01000000 01000000")]
    public void Canonical_forms_are_written_as_they_were_read(string hex)
    {
        byte[] wire = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var sum = new ExactSum();

        Assert.True(sum.TryMerge(wire));
        Assert.Equal(wire, sum.ToBytes());
    }

    [Fact]
    public void Forms_are_those_of_the_specification()
    {
        Assert.Equal("00", Form());
        Assert.Equal("01", Form(-0.0));
        Assert.Equal("03", Form(-0.0, 0.0));
        Assert.Equal("03", Form(1, -1));
        Assert.Equal("23440101000000", Form(1));
        Assert.Equal("63440101000000", Form(-1));
        Assert.Equal("3F440101000000", Form(1, double.NaN, double.PositiveInfinity, double.NegativeInfinity));
        Assert.Equal("234301000000C0", Form(0.75));

        static string Form(params double[] values)
        {
            var sum = new ExactSum();
            sum.Add(values);
            return Convert.ToHexString(sum.ToBytes());
        }
    }

    [Theory]
    [InlineData("", "nothing")]
    [InlineData("02", "other without added")]
    [InlineData("05", "a NaN that is not something else than -0")]
    [InlineData("80", "an unknown flag")]
    [InlineData("43", "a sign without digits")]
    [InlineData("21 44 01 01000000", "digits without other")]
    [InlineData("23", "no digits")]
    [InlineData("23 44 00", "zero digits")]
    [InlineData("23 44 01 010000", "too few bytes")]
    [InlineData("23 44 01 01000000 00", "too many bytes")]
    [InlineData("23 44 01 00000000", "the digit 0")]
    [InlineData("23 44 02 00000000 01000000", "a trailing zero")]
    [InlineData("23 44 02 01000000 00000000", "a leading zero")]
    [InlineData("23 88 01 01000000", "beyond the range")]
    [InlineData("23 87 02 01000000 01000000", "reaching beyond the range")]
    [InlineData("23 87 01 00000080", "above the greatest")]
    [InlineData("63 86 02 01000000 00000080", "below the least")]
    public void Other_forms_are_refused_and_change_nothing(string hex, string because)
    {
        byte[] wire = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        var sum = new ExactSum();
        sum.Add(1.5);
        byte[] before = sum.ToBytes();

        Assert.False(sum.TryMerge(wire), because);
        Assert.Equal(before, sum.ToBytes());
    }

    [Fact]
    public void Any_bytes_are_merged_as_they_stand_or_refused() =>
        Prop.ForAll<byte[], byte>((bytes, flags) =>
        {
            // Half of them begin like a form of the right length, so that many are canonical.
            byte[] wire = (flags & 128) != 0 || bytes.Length < 4 ? bytes : [(byte)(flags | 35), (byte)(flags % 130), (byte)(bytes.Length / 4), .. bytes[..(bytes.Length / 4 * 4)]];
            var sum = new ExactSum();
            return !sum.TryMerge(wire) || sum.ToBytes().AsSpan().SequenceEqual(wire);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(3_000));

    [Fact]
    public void Changed_bytes_of_vectors_never_do_harm()
    {
        var random = new Random(1);
        int merged = 0;
        for (int k = 0; k < 3_000; k++)
        {
            var vector = new ExactVector(4);
            vector.Add(Doubles.List(random, 4));
            byte[] wire = vector.ToBytes();
            wire[random.Next(wire.Length)] ^= (byte)(1 << random.Next(8));
            wire = random.Next(3) == 0 ? wire[..random.Next(wire.Length)] : wire;
            var target = new ExactVector(4);
            bool isMerged = target.TryMerge(wire);
            merged += isMerged ? 1 : 0;

            Assert.Equal(isMerged ? wire : new byte[4], target.ToBytes());
        }

        Assert.InRange(merged, 500, 2_500);
    }

    [Fact]
    public void Merging_stays_commutative_and_associative_where_strangers_make_sums_wrap()
    {
        var random = new Random(2);
        for (int k = 0; k < 1_000; k++)
        {
            byte[][] wires = [.. Enumerable.Range(0, 5).Select(_ => Wide(random))];
            byte[] forward = Merge(wires);
            byte[] backward = Merge([.. wires.Reverse()]);
            byte[] tree = Merge([Merge(wires[..2]), Merge(wires[2..])]);

            Assert.Equal(forward, backward);
            Assert.Equal(forward, tree);
        }
    }

    // A number whose digits reach to the top of the range.
    private static byte[] Wide(Random random)
    {
        byte[] digits = new byte[4 * random.Next(1, 4)];
        random.NextBytes(digits);
        digits[0] |= 1;
        digits[^1] = (byte)(digits[^1] & 0x7F | 0x40);
        return [(byte)(0x23 | random.Next(2) << 6), (byte)(Limbs.Count - digits.Length / 4), (byte)(digits.Length / 4), .. digits];
    }

    private static byte[] Merge(byte[][] wires)
    {
        var sum = new ExactSum();
        Assert.All(wires, wire => Assert.True(sum.TryMerge(wire)));
        return sum.ToBytes();
    }
}
