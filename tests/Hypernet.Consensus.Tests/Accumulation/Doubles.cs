namespace Hypernet.Consensus.Accumulation;

/// <summary>Doubles that summation finds hard, from a seed.</summary>
internal static class Doubles
{
    /// <summary>Any finite double: all exponents are equally likely, so are short and long significands.</summary>
    public static double Wild(Random random)
    {
        while (true)
        {
            long bits = random.NextInt64(long.MinValue, long.MaxValue);
            bits &= random.Next(4) switch
            {
                0 => ~0L << random.Next(53),
                1 => ~(((1L << random.Next(1, 53)) - 1) << random.Next(52)) | (~0L << 52),
                _ => ~0L,
            };
            double value = BitConverter.Int64BitsToDouble(bits);
            if (double.IsFinite(value))
            {
                return value;
            }
        }
    }

    /// <summary>Doubles whose exponents are close to each other.</summary>
    public static double Near(Random random, int exponent, int spread) =>
        Math.ScaleB(random.NextDouble() - 0.5, exponent + random.Next(spread + 1));

    /// <summary>A list that brings about cancellations, ties, sticky bits far below, subnormals, or nothing special.</summary>
    public static double[] List(Random random, int count)
    {
        double[] values = new double[count];
        int exponent = random.Next(-1100, 1023);
        int kind = random.Next(5);
        for (int i = 0; i < count; i++)
        {
            values[i] = kind switch
            {
                0 => Wild(random),
                1 => Near(random, Math.Min(exponent, 960), random.Next(60)),
                2 when i > 0 && random.Next(2) == 0 => -values[random.Next(i)],
                3 => Math.ScaleB(random.Next(-3, 4), Math.Clamp(exponent + 53 * random.Next(-1, 2), -1074, 1020)),
                4 => Math.ScaleB(random.NextInt64(-1L << 53, 1L << 53), random.Next(-1074, -1000)),
                _ => Wild(random),
            };
        }

        return values;
    }
}
