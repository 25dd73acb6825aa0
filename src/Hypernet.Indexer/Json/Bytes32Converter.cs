using Hypernet.Market;

namespace Hypernet.Indexer;

/// <summary>A digest or id as 0x and 64 digits.</summary>
internal sealed class Bytes32Converter() : TextConverter<Bytes32>(Bytes32.Parse, value => value.ToString());
