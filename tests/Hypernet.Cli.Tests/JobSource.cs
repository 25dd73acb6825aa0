using System.Security.Cryptography;
using Hypernet.Testing;

namespace Hypernet.Cli.Tests;

/// <summary>A folder with a small job in it.</summary>
internal sealed class JobSource : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JobSource()
    {
        byte[] data = "a,b\n1,2\n3,4\n"u8.ToArray();
        File.WriteAllBytes(_folder.Of("data.csv"), data);
        File.WriteAllText(_folder.Of("fit.py"), "print('fit')");
        File.WriteAllText(_folder.Of("job.yaml"), $"""
            name: small
            engine: native
            duration: 10s
            command: [python3, fit.py]
            libraries: [python@host, numpy@host]
            inputs:
              - path: data.csv
                sha256: {Convert.ToHexStringLower(SHA256.HashData(data))}
            numerics: portable
            checkpoints: 3
            terms:
              unitPrice: "0.5"
              unitCollateral: "1"
              groups: 3
              replication: 3
              windows: {"{"} work: 40s, reveal: 15s, recruit: 120s, sign: 1h {"}"}
            """);
    }

    public string Path => _folder.Path;

    /// <summary>Changes one of the files.</summary>
    public void Change(string file, string old, string replacement)
    {
        string text = File.ReadAllText(_folder.Of(file));
        File.WriteAllText(_folder.Of(file), text.Contains(old, StringComparison.Ordinal)
            ? text.Replace(old, replacement, StringComparison.Ordinal)
            : throw new ArgumentException($"{file} does not hold \"{old}\".", nameof(old)));
    }

    /// <summary>The SHA-256 of one of the files.</summary>
    public string HashOf(string file)
    {
        using var data = File.OpenRead(_folder.Of(file));
        return Convert.ToHexStringLower(SHA256.HashData(data));
    }

    /// <summary>Makes a file that long, without using the disk.</summary>
    public void Grow(string file, long bytes)
    {
        using var data = File.OpenWrite(_folder.Of(file));
        data.SetLength(bytes);
    }

    /// <summary>Puts a link in the place of a file.</summary>
    public void Replace(string file, string target)
    {
        File.Delete(_folder.Of(file));
        File.CreateSymbolicLink(_folder.Of(file), target);
    }

    public void Dispose() => _folder.Dispose();
}
