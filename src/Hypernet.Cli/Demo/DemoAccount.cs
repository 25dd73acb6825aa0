using Hypernet.Contracts;
using Hypernet.Ethereum.Keys;
using Hypernet.Ethereum.Wallets;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>A person of the demo: a fresh key in a wallet of its own.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Key">Its key.</param>
/// <param name="Folder">Its folder, with wallet and password file.</param>
internal sealed record DemoAccount(string Name, PrivateKey Key, string Folder)
{
    /// <summary>Its account.</summary>
    public Account Account { get; } = Key.Address.ToAccount();

    /// <summary>Makes a key, its wallet and its password.</summary>
    public static DemoAccount Create(string name, string folder)
    {
        var key = PrivateKey.Create();
        string password = Convert.ToHexStringLower(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
        string file = Path.Combine(folder, "password");
        File.WriteAllText(file, password);
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        new WalletFolder(Path.Combine(folder, "wallets")).Import("default", key, password, KeystoreStrength.Light);
        return new DemoAccount(name, key, folder);
    }
}
