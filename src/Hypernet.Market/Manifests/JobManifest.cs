namespace Hypernet.Market;

/// <summary>A program with its inputs, outputs and default terms: the <c>job.yaml</c> in its package (docs/spec/manifest.md).</summary>
/// <param name="Name">What people call the job: 1–64 characters.</param>
/// <param name="Description">More about it: at most 1,024 characters. Default: empty.</param>
/// <param name="Engine">What runs it. Default: native.</param>
/// <param name="Duration">Expected time per checkpoint on the reference CPU. Range: 1 s–2 days.</param>
/// <param name="Command">The entry, run once per rank, with its arguments.</param>
/// <param name="Libraries">Libraries of the sandbox that it needs. Default: none.</param>
/// <param name="Inputs">Data that it reads. Default: none.</param>
/// <param name="Outputs">Files that it leaves. Default: none.</param>
/// <param name="Numerics">The CPU class whose arithmetic it needs, or <see langword="null"/> if portable: equal bits on every CPU.</param>
/// <param name="Checkpoints">How many times the replicas compare results. Range: 1–1024. Default: 1.</param>
/// <param name="Terms">Its default terms.</param>
public sealed record JobManifest(
    string Name,
    string Description,
    Engine Engine,
    TimeSpan Duration,
    ValueList<string> Command,
    ValueList<LibraryName> Libraries,
    ValueList<JobInput> Inputs,
    ValueList<JobOutput> Outputs,
    string? Numerics,
    int Checkpoints,
    ManifestTerms Terms)
{
    /// <summary>The manifest's name in a package.</summary>
    public const string FileName = "job.yaml";

    /// <summary>The most characters a manifest may have.</summary>
    public const int MaxLength = 1 << 16;

    /// <summary>Reads a manifest.</summary>
    /// <param name="text">The text of <c>job.yaml</c>.</param>
    /// <exception cref="ManifestException">It is not a manifest; every error that was found has line, column and field.</exception>
    public static JobManifest Parse(string text) => ManifestReader.Read(text);
}
