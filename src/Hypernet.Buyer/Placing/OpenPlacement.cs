using Hypernet.Ethereum;
using Hypernet.Ethereum.Transactions;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A placement whose end nobody has seen yet.</summary>
/// <param name="Nonce">Its nonce.</param>
/// <param name="To">The factory.</param>
/// <param name="Data">The call.</param>
internal sealed record OpenPlacement(Bytes32 Nonce, Address To, byte[] Data)
{
    /// <summary>The transaction, under a key that the nonce makes its own.</summary>
    public TransactionIntent Intent => new() { Key = $"place/{Nonce}", To = To, Data = Data };

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static OpenPlacement? Parse(string text)
    {
        string[] words = text.Split(' ');
        return words.Length == 3 && Bytes32.TryParse(words[0], out var nonce) && Address.TryParse(words[1], out var to)
            ? new OpenPlacement(nonce, to, Convert.FromHexString(words[2]))
            : null;
    }

    /// <summary>Nonce, factory and call in hexadecimal.</summary>
    public override string ToString() => $"{Nonce} {To} {Convert.ToHexStringLower(Data)}";
}
