using System.Globalization;
using System.Numerics;

namespace Hypernet.Indexer;

/// <summary>A number of any size as decimal digits.</summary>
internal sealed class BigIntegerConverter() : TextConverter<BigInteger>(
    text => BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture),
    number => number.ToString(CultureInfo.InvariantCulture));
