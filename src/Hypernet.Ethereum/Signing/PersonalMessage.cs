using System.Text;

namespace Hypernet.Ethereum.Signing;

/// <summary>Messages signed by people's wallets (EIP-191, version 0x45), which can never be transactions.</summary>
public static class PersonalMessage
{
    /// <summary>The digest to sign for a message of bytes.</summary>
    public static Hash32 Hash(ReadOnlySpan<byte> message) =>
        Keccak256.Hash([.. "\u0019Ethereum Signed Message:\n"u8, .. Encoding.ASCII.GetBytes($"{message.Length}"), .. message]);

    /// <summary>The digest to sign for the UTF-8 of a text.</summary>
    public static Hash32 Hash(string message) => Hash(Encoding.UTF8.GetBytes(message));
}
