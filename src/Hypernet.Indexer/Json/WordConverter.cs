using Hypernet.EventStore;

namespace Hypernet.Indexer;

/// <summary>A hash of the chain as 0x and 64 digits.</summary>
internal sealed class WordConverter() : TextConverter<Word>(Word.Parse, value => value.ToString());
