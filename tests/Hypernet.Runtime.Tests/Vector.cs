using System.Text.Json;
using Hypernet.Testing;

namespace Hypernet.Runtime;

/// <summary>Golden bytes of tests/vectors/runtime, shared with the bindings.</summary>
public sealed record Vector(string Name, string Frame, string Fault, string Hex, JsonElement Fields)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public byte[] Bytes => Convert.FromHexString(Hex);

    public static IReadOnlyList<Vector> Load(string file) => JsonSerializer.Deserialize<Vector[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "runtime", file)), Format)!;

    public bool Has(string field) => Fields.TryGetProperty(field, out _);

    /// <summary>A number; 0 where the vector does not say it.</summary>
    public int Number(string field) => Has(field) ? Fields.GetProperty(field).GetInt32() : 0;

    public uint Request => Fields.GetProperty("request").GetUInt32();

    public string Text(string field) => Fields.GetProperty(field).GetString()!;

    public byte[] Blob(string field) => Convert.FromHexString(Text(field));

    public override string ToString() => Name;
}
