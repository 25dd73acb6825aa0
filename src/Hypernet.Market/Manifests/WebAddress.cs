using System.Diagnostics.CodeAnalysis;

namespace Hypernet.Market;

internal static class WebAddress
{
    /// <summary>Reads an absolute http or https address without user name and password.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out Uri? address) =>
        Uri.TryCreate(text, UriKind.Absolute, out address)
        && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps)
        && address.UserInfo.Length == 0;
}
