using System.Text.RegularExpressions;
using Hypernet.Ethereum.Keys;

namespace Hypernet.Ethereum.Wallets;

/// <summary>
/// Named keystores in one folder, a file <c>NAME.json</c> each. The folder is for its owner only (0700), each file too (0600);
/// a file appears whole or not at all, and is never overwritten.
/// </summary>
public sealed partial class WalletFolder
{
    // A keystore has about 500 bytes.
    private const int MaxFileBytes = 64 << 10;

    /// <summary>Names a folder, which need not exist.</summary>
    public WalletFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>The absolute path.</summary>
    public string Path { get; }

    /// <summary>Makes a wallet with a new key.</summary>
    /// <param name="name">1 to 64 of a-z, 0-9, "-", "_", starting with a letter or digit.</param>
    /// <param name="password">The password to open it.</param>
    /// <param name="strength">What each guess of the password costs.</param>
    /// <exception cref="WalletExistsException">The name is taken.</exception>
    public Wallet Create(string name, string password, KeystoreStrength strength = KeystoreStrength.Standard)
    {
        using var key = PrivateKey.Create();
        return Import(name, key, password, strength);
    }

    /// <summary>Makes a wallet with a given key.</summary>
    /// <param name="name">1 to 64 of a-z, 0-9, "-", "_", starting with a letter or digit.</param>
    /// <param name="key">The key.</param>
    /// <param name="password">The password to open it.</param>
    /// <param name="strength">What each guess of the password costs.</param>
    /// <exception cref="WalletExistsException">The name is taken.</exception>
    public Wallet Import(string name, PrivateKey key, string password, KeystoreStrength strength = KeystoreStrength.Standard)
    {
        string path = PathOf(name);
        if (File.Exists(path))
        {
            throw new WalletExistsException(name);
        }

        Write(name, path, Keystore.Encrypt(key, password, strength));
        return new Wallet(name, key.Address, path);
    }

    /// <summary>The wallets, in order of name.</summary>
    /// <exception cref="KeystoreException">A file of a wallet's name holds something else.</exception>
    public IReadOnlyList<Wallet> List() =>
        !Directory.Exists(Path)
            ? []
            : [.. Directory.EnumerateFiles(Path, "*.json")
                .Where(path => Name().IsMatch(System.IO.Path.GetFileNameWithoutExtension(path)))
                .Order(StringComparer.Ordinal)
                .Select(path => Describe(System.IO.Path.GetFileNameWithoutExtension(path), path))];

    /// <summary>The wallet of a name.</summary>
    /// <exception cref="WalletNotFoundException">There is none.</exception>
    public Wallet Find(string name)
    {
        string path = PathOf(name);
        return File.Exists(path) ? Describe(name, path) : throw new WalletNotFoundException(name, Path);
    }

    /// <summary>Opens a wallet.</summary>
    /// <exception cref="WalletNotFoundException">There is none of the name.</exception>
    /// <exception cref="WrongPasswordException">The password is not its own.</exception>
    public PrivateKey Open(string name, string password)
    {
        var wallet = Find(name);
        var key = Keystore.Decrypt(Read(wallet.Path), password);
        return key.Address == wallet.Address
            ? key
            : throw new KeystoreException($"{wallet.Path} says {wallet.Address} but holds the key of {key.Address}");
    }

    private static Wallet Describe(string name, string path) =>
        new(name, Keystore.ReadAddress(Read(path)) ?? throw new KeystoreException($"{path} does not say its address"), path);

    private static string Read(string path) =>
        new FileInfo(path).Length <= MaxFileBytes
            ? File.ReadAllText(path)
            : throw new KeystoreException($"{path} is longer than {MaxFileBytes} bytes");

    private void Write(string name, string path, string json)
    {
        OwnerOnly.CreateFolder(Path);
        string temporary = System.IO.Path.Combine(Path, $".{name}.{Guid.NewGuid():N}");
        try
        {
            using (var file = OwnerOnly.OpenFile(temporary, FileMode.CreateNew))
            {
                file.Write(System.Text.Encoding.UTF8.GetBytes(json));
                file.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new WalletExistsException(name);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private string PathOf(string name) =>
        Name().IsMatch(name)
            ? System.IO.Path.Combine(Path, name + ".json")
            : throw new WalletNameException(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9_-]{0,63}\z")]
    private static partial Regex Name();
}
