using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;
using Hypernet.Server.Errors;

namespace Hypernet.Server;

/// <summary>Accounts as the API reads and writes them: with the checksum of EIP-55.</summary>
internal static class Accounts
{
    internal static string Checksum(Account account) => account.ToAddress().ToString();

    /// <summary>Reads an account; nothing is asked for where there is no text. A wrong checksum is a mistyped address.</summary>
    internal static bool TryRead(string? text, out Account? account, out string fault)
    {
        bool isAddress = Address.TryParse(text, out Address address);
        account = isAddress ? address.ToAccount() : null;
        fault = text is null || isAddress ? string.Empty : $"'{Problems.Shorten(text)}' is no address, or its checksum is wrong.";
        return fault.Length == 0;
    }
}
