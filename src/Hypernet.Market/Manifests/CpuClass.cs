using System.Text;

namespace Hypernet.Market;

/// <summary>
/// A class of CPUs on which native results are the same bits, as terms name it: by the SHA-256 of its name. The sandbox
/// pins a class by its settings; a test of known answers takes the name's place when classes are measured (agreement.md §3).
/// </summary>
public static class CpuClass
{
    /// <summary>What stands in <see cref="Terms.Numerics"/>; zero for none, whose results are portable.</summary>
    public static Bytes32 HashOf(string? name) => name is null ? Bytes32.Zero : Bytes32.Sha256(Encoding.UTF8.GetBytes(name));
}
