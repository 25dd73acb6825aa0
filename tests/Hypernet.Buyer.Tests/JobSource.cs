using System.Security.Cryptography;
using Hypernet.Testing;

namespace Hypernet.Buyer.Tests;

/// <summary>A folder with a small job in it: one program, one input, and a manifest that tests change.</summary>
internal sealed class JobSource : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public JobSource()
    {
        Write("fit.py", "print('fit')");
        Write("data.csv", "a,b\n1,2\n3,4\n");
        Manifest = $"""
            name: small
            engine: native
            duration: 10s
            command: [python3, fit.py]
            libraries: [python@host]
            inputs:
              - path: data.csv
                sha256: {HashOf("data.csv")}
                partition: rows
            outputs:
              - path: result
                deliver: store 24
            numerics: portable
            checkpoints: 1
            terms:
              unitPrice: "0.5"
              unitCollateral: "1"
              groups: 1
              replication: 1
              windows: {"{"} work: 600s, reveal: 300s, recruit: 600s, sign: 1h {"}"}
            """;
    }

    public string Path => _folder.Path;

    public string Manifest
    {
        get => File.ReadAllText(_folder.Of("job.yaml"));
        set => Write("job.yaml", value);
    }

    public JobSource With(string old, string replacement)
    {
        Manifest = Manifest.Contains(old, StringComparison.Ordinal)
            ? Manifest.Replace(old, replacement, StringComparison.Ordinal)
            : throw new ArgumentException($"The manifest does not hold \"{old}\".", nameof(old));
        return this;
    }

    public void Write(string name, string text) => File.WriteAllText(_folder.Of(name), text);

    public string HashOf(string name) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(_folder.Of(name))));

    public void Dispose() => _folder.Dispose();
}
