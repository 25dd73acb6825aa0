using System.Numerics;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>
/// Where the fingerprints of a window are taken (docs/spec/audit.md §5): a prime modulus q and a point ρ, both drawn after all data
/// was fixed. The modulus must be drawn, too: of one that is known a liar adds a multiple, and no point shows it.
/// Not for use by two threads at once.
/// </summary>
internal sealed class AuditPoint
{
    /// <summary>Coefficients whose powers of the point are at hand.</summary>
    public const int Chunk = 2048;

    // As many bits as an exact sum has.
    private const int Twos = Limbs.Count * Limbs.Bits;
    private const int Witnesses = 24;

    private static readonly uint[] SmallPrimes = [.. Enumerable.Range(2, 250).Where(n => Enumerable.Range(2, n - 2).All(d => n % d != 0)).Select(n => (uint)n)];

    private readonly UInt128[] _twos = new UInt128[Twos];
    private readonly UInt128[] _powers = new UInt128[Chunk];

    /// <summary>Takes a point.</summary>
    /// <param name="prime">q, between 2^126 and 2^127.</param>
    /// <param name="rho">ρ, below q.</param>
    public AuditPoint(UInt128 prime, UInt128 rho)
    {
        Modulus = new Modulus(prime);
        Rho = Modulus.ToResidue(rho);
        _twos[0] = Modulus.One;
        for (int i = 1; i < _twos.Length; i++)
        {
            _twos[i] = Modulus.Add(_twos[i - 1], _twos[i - 1]);
        }

        _powers[0] = Modulus.One;
        for (int i = 1; i < _powers.Length; i++)
        {
            _powers[i] = Modulus.Multiply(_powers[i - 1], Rho);
        }

        ChunkPower = Modulus.Multiply(_powers[^1], Rho);
    }

    /// <summary>The modulus q.</summary>
    public Modulus Modulus { get; }

    /// <summary>The residue of ρ.</summary>
    public UInt128 Rho { get; }

    /// <summary>The residue of ρ^<see cref="Chunk"/>.</summary>
    public UInt128 ChunkPower { get; }

    /// <summary>The residues of ρ^0 to ρ^(<see cref="Chunk"/> − 1).</summary>
    public ReadOnlySpan<UInt128> Powers => _powers;

    /// <summary>Where coefficients are gathered by their exponents.</summary>
    public Bins Bins { get; } = new();

    /// <summary>Draws a point.</summary>
    /// <param name="seed">By <see cref="Nonces.Seed"/>.</param>
    public static AuditPoint Draw(Hash256 seed)
    {
        var prime = BigInteger.Zero;
        for (uint candidate = 0; prime.IsZero; candidate++)
        {
            var number = (Number("MODULUS"u8, seed, candidate) & ((BigInteger.One << 126) - 1)) | (BigInteger.One << 126) | 1;
            prime = IsPrime(number) ? number : 0;
        }

        return new AuditPoint((UInt128)prime, (UInt128)(Number("POINT"u8, seed, 0) % prime));
    }

    /// <summary>The residue of 2^exponent.</summary>
    /// <param name="exponent">From 0, below the bits of an exact sum.</param>
    public UInt128 Two(int exponent) => _twos[exponent];

    private static BigInteger Number(ReadOnlySpan<byte> domain, Hash256 seed, uint counter)
    {
        var fields = HashedFields.In(domain);
        fields.Write(seed);
        fields.Write(counter);
        return new BigInteger(fields.Hash().ToBytes(), isUnsigned: true);
    }

    // Miller and Rabin. Candidates come of a hash, so that nobody makes composites that pass.
    private static bool IsPrime(BigInteger number)
    {
        if (SmallPrimes.Any(prime => number % prime == 0))
        {
            return false;
        }

        int twos = (int)BigInteger.TrailingZeroCount(number - 1);
        var odd = (number - 1) >> twos;
        return SmallPrimes.Take(Witnesses).All(witness =>
        {
            var power = BigInteger.ModPow(witness, odd, number);
            bool passes = power.IsOne || power == number - 1;
            for (int i = 1; i < twos && !passes; i++)
            {
                power = BigInteger.ModPow(power, 2, number);
                passes = power == number - 1;
            }

            return passes;
        });
    }
}
