using System.Numerics;
using Hypernet.Consensus.Accumulation;

namespace Hypernet.Consensus.Audit;

/// <summary>Fingerprints by big integers, as docs/spec/audit.md §5 defines them, and points from seeds.</summary>
internal static class Fingerprints
{
    public static AuditPoint Point(int seed) => AuditPoint.Draw(Hash256.Of(BitConverter.GetBytes(seed)));

    /// <summary>Σ c[i] · ρ^i modulo q.</summary>
    public static BigInteger Of(AuditPoint point, IEnumerable<BigInteger> coefficients)
    {
        BigInteger prime = point.Modulus.Value;
        BigInteger rho = point.Modulus.FromResidue(point.Rho);
        var (sum, power) = (BigInteger.Zero, BigInteger.One);
        foreach (var coefficient in coefficients)
        {
            sum += coefficient * power;
            power = power * rho % prime;
        }

        return ((sum % prime) + prime) % prime;
    }

    /// <summary>The integer that a double stands for: x · 2^2176.</summary>
    public static BigInteger Coefficient(double value) => double.IsFinite(value) ? Oracle.Of(value) << (Polynomial.Unit + Oracle.Exponent) : 0;

    public static BigInteger Number(AuditPoint point, UInt128 residue) => point.Modulus.FromResidue(residue);
}
