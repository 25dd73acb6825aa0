namespace Hypernet.Ethereum.Wallets;

/// <summary>How much work each guess of a keystore's password costs.</summary>
public enum KeystoreStrength
{
    /// <summary>256 MiB of memory and about a second: scrypt with N = 262144, r = 8, p = 1. For keys with funds.</summary>
    Standard,

    /// <summary>4 MiB of memory and about 100 ms: scrypt with N = 4096, r = 8, p = 6. For tests and demonstrations.</summary>
    Light,
}
