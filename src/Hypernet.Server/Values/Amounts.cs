using System.Globalization;
using Hypernet.Market;

namespace Hypernet.Server;

/// <summary>Amounts as the API writes them: decimal, in the smallest unit of Hypertoken.</summary>
internal static class Amounts
{
    internal static string Text(Amount amount) => amount.Units.ToString(CultureInfo.InvariantCulture);
}
