using System.Text.Json;
using Hypernet.Ethereum;

namespace Hypernet.Testing;

/// <summary>Bytecode of the contracts as Hardhat compiled them.</summary>
internal static class Artifact
{
    public static byte[] Creation(string path, byte[] constructorArguments)
    {
        string file = Path.Combine(Repository.Root, "build", "contracts", "contracts", path + ".json");
        using var artifact = JsonDocument.Parse(File.ReadAllBytes(file));
        return [.. Hex.Parse(artifact.RootElement.GetProperty("bytecode").GetString()), .. constructorArguments];
    }
}
