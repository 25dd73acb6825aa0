using System.Globalization;
using System.Text.Json;
using Hypernet.Testing;

namespace Hypernet.Network.Tests;

/// <summary>Golden bytes of tests/vectors/dac.</summary>
public sealed record Vector(string Name, string Hex, string Payload, string Token, string Fault, JsonElement Fields)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public byte[] Bytes => Convert.FromHexString(Hex);

    public static IReadOnlyList<Vector> Load(string file) => JsonSerializer.Deserialize<Vector[]>(
        File.ReadAllText(Path.Combine(Repository.Root, "tests", "vectors", "dac", file)), Format)!;

    /// <summary>A number: as text where JSON's are too short, 0 where there is none.</summary>
    public ulong Number(string field) => Fields.TryGetProperty(field, out var value) ? ulong.Parse(value.ToString(), CultureInfo.InvariantCulture) : 0;

    public T Value<T>(string field)
        where T : struct, Enum => Enum.Parse<T>(Fields.GetProperty(field).GetString()!);

    public override string ToString() => Name;
}
