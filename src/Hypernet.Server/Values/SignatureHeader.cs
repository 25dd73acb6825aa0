using Hypernet.Ethereum;
using Hypernet.Ethereum.Keys;

namespace Hypernet.Server;

/// <summary>A signature as requests carry it: r, s and v, 65 bytes as 0x and 130 digits.</summary>
internal static class SignatureHeader
{
    /// <summary>Finds out who signed; false where the header holds no signature.</summary>
    internal static bool TryRecover(string? header, Hash32 digest, out Address account)
    {
        account = default;
        if (header is null || header.Length != 2 + (2 * Signature.Length) || !header.StartsWith("0x", StringComparison.Ordinal))
        {
            return false;
        }

        try
        {
            return Signature.FromBytes(Convert.FromHexString(header.AsSpan(2))).TryRecover(digest, out account);
        }
        catch (Exception fault) when (fault is FormatException or SignatureException)
        {
            return false;
        }
    }
}
