using System.Collections.Immutable;

namespace Hypernet.Sandbox;

/// <summary>
/// A class of machines on which native floating-point results are the same bits: one thread, one BLAS kernel, one set of
/// processor features (design chapter on agreement, section 3). Sellers of one group share it.
/// </summary>
public sealed record NumericsClass
{
    private NumericsClass(string name, ImmutableDictionary<string, string> environment) => (Name, Environment) = (name, environment);

    /// <summary>
    /// What every x86-64 processor can do: the BLAS kernels of SSE3, no AVX in NumPy and none in the C library's
    /// functions. The slowest and the most widely shared class.
    /// </summary>
    public static NumericsClass Default { get; } = new("x86-64", ImmutableDictionary.CreateRange(
    [
        KeyValuePair.Create("OPENBLAS_CORETYPE", "Prescott"),
        KeyValuePair.Create(
            "NPY_DISABLE_CPU_FEATURES",
            "SSSE3 SSE41 POPCNT SSE42 AVX F16C FMA3 AVX2 AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL"),
        KeyValuePair.Create("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX,-AVX2,-FMA,-FMA4,-AVX512F"),
        KeyValuePair.Create("OPENBLAS_NUM_THREADS", "1"),
        KeyValuePair.Create("OMP_NUM_THREADS", "1"),
    ]));

    /// <summary>Name of the class.</summary>
    public string Name { get; }

    /// <summary>The variables that pin it.</summary>
    public ImmutableDictionary<string, string> Environment { get; }
}
