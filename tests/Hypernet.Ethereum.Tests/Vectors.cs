using System.Text.Json;
using Hypernet.Testing;

namespace Hypernet.Ethereum;

/// <summary>The files of tests/vectors/ethereum.</summary>
internal static class Vectors
{
    public static JsonElement Read(string name)
    {
        using var stream = File.OpenRead(Path.Combine(Repository.Root, "tests/vectors/ethereum", name));
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
