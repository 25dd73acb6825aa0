namespace Hypernet.Ethereum.Wallets;

/// <summary>A keystore file in a <see cref="WalletFolder"/>, not opened.</summary>
/// <param name="Name">The name it is called by.</param>
/// <param name="Address">The account it says it owns; proven when it is opened.</param>
/// <param name="Path">The file.</param>
public sealed record Wallet(string Name, Address Address, string Path);
