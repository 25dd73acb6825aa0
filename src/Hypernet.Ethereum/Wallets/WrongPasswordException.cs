namespace Hypernet.Ethereum.Wallets;

/// <summary>The password does not open the keystore.</summary>
public sealed class WrongPasswordException : EthereumException
{
    internal WrongPasswordException()
        : base("The password does not open the keystore.")
    {
    }
}
