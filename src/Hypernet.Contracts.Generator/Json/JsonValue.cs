namespace Hypernet.Contracts.Generator;

/// <summary>A piece of JSON, as far as ABI files need it: numbers are kept as text and not used.</summary>
internal abstract record JsonValue
{
    /// <summary>The member's text, or empty if there is none.</summary>
    public string TextOf(string name) => this is JsonObject o && o.Members.TryGetValue(name, out JsonValue? member) && member is JsonText text ? text.Value : "";

    /// <summary>Whether the member is there and true.</summary>
    public bool IsTrue(string name) => this is JsonObject o && o.Members.TryGetValue(name, out JsonValue? member) && member is JsonLiteral { Value: "true" };

    /// <summary>The member's items, or none.</summary>
    public IReadOnlyList<JsonValue> ItemsOf(string name) =>
        this is JsonObject o && o.Members.TryGetValue(name, out JsonValue? member) && member is JsonArray array ? array.Items : [];
}

internal sealed record JsonObject(IReadOnlyDictionary<string, JsonValue> Members) : JsonValue;

internal sealed record JsonArray(IReadOnlyList<JsonValue> Items) : JsonValue;

internal sealed record JsonText(string Value) : JsonValue;

/// <summary>true, false, null or a number.</summary>
internal sealed record JsonLiteral(string Value) : JsonValue;
