using System.Text.Json.Serialization.Metadata;

namespace Hypernet.Indexer.Projections;

/// <summary>How the documents of a projection are kept as rows.</summary>
/// <param name="Name">The projection's name.</param>
/// <param name="Type">How a document is written.</param>
/// <param name="Order">Where a document stands in a listing.</param>
/// <param name="Terms">What a document can be found by.</param>
internal sealed record Table<T>(string Name, JsonTypeInfo<T> Type, Func<T, long> Order, Func<T, IReadOnlyList<string>> Terms)
    where T : class;
