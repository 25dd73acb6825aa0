using System.Globalization;
using Hypernet.Market;

namespace Hypernet.Indexer;

/// <summary>An amount as a decimal number of the smallest unit.</summary>
internal sealed class AmountConverter() : TextConverter<Amount>(
    text => new Amount(UInt128.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)),
    amount => amount.Units.ToString(CultureInfo.InvariantCulture));
