using System.Runtime.Versioning;
using Hypernet.Ethereum.Keys;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Ethereum.Wallets;

public sealed class WalletFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private WalletFolder Wallets => new(_folder.Of("wallets"));

    [Fact]
    public void Created_wallet_is_listed_and_opens_with_its_password()
    {
        var second = Wallets.Create("seller-2", "password", KeystoreStrength.Light);
        using var key = PrivateKey.Create();
        var first = Wallets.Import("buyer", key, "password", KeystoreStrength.Light);
        using var opened = Wallets.Open("buyer", "password");

        Assert.Equal([first, second], Wallets.List());
        Assert.Equal(key.Export(), opened.Export());
        Assert.Throws<WrongPasswordException>(() => Wallets.Open("seller-2", "other"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Only_the_owner_can_read_folder_and_files()
    {
        var wallet = Wallets.Create("buyer", "password", KeystoreStrength.Light);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(wallet.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Wallets.Path));
        Assert.Equal([wallet.Path], Directory.GetFileSystemEntries(Wallets.Path));
    }

    [Fact]
    public void Wallet_is_never_overwritten()
    {
        var wallet = Wallets.Create("buyer", "password", KeystoreStrength.Light);

        Assert.Throws<WalletExistsException>(() => Wallets.Create("buyer", "password", KeystoreStrength.Light));
        Assert.Equal(wallet, Wallets.Find("buyer"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../buyer")]
    [InlineData("Buyer")]
    [InlineData(".buyer")]
    [InlineData("buyer\n")]
    [InlineData("a/b")]
    public void Name_that_could_leave_the_folder_is_refused(string name)
    {
        Assert.Throws<WalletNameException>(() => Wallets.Create(name, "password", KeystoreStrength.Light));
        Assert.Throws<WalletNameException>(() => Wallets.Open(name, "password"));
    }

    [Fact]
    public void Unknown_wallet_is_named_in_the_refusal()
    {
        Assert.Equal("nobody", Assert.Throws<WalletNotFoundException>(() => Wallets.Open("nobody", "password")).Name);
        Assert.Empty(Wallets.List());
    }

    [Fact]
    public void Keystore_that_holds_another_key_than_it_says_is_refused()
    {
        var wallet = Wallets.Create("buyer", "password", KeystoreStrength.Light);
        string json = File.ReadAllText(wallet.Path);
        File.WriteAllText(wallet.Path, json.Replace(Convert.ToHexStringLower(wallet.Address.Bytes), new string('1', 40), StringComparison.Ordinal));

        Assert.Throws<KeystoreException>(() => Wallets.Open("buyer", "password"));
    }

    public void Dispose() => _folder.Dispose();
}
