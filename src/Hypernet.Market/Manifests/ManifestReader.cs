namespace Hypernet.Market;

/// <summary>docs/spec/manifest.md: reads the whole of a <c>job.yaml</c> and refuses it with every error found.</summary>
internal static class ManifestReader
{
    private const int MaxItems = 64;

    public static JobManifest Read(string text)
    {
        var errors = new List<ManifestError>();
        if (text.Length > JobManifest.MaxLength)
        {
            errors.Add(new ManifestError(1, 1, "", $"the file has {text.Length} characters", $"keep it within {JobManifest.MaxLength}"));
            throw new ManifestException(errors);
        }

        YamlNode root = YamlTree.Read(text);
        JobManifest manifest = Read(new ManifestField("", root, root, errors));
        return errors.Count == 0
            ? manifest
            : throw new ManifestException([.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)]);
    }

    private static JobManifest Read(ManifestField root)
    {
        var job = new ManifestSection(
            root,
            "name", "description", "engine", "duration", "command", "libraries", "inputs", "outputs", "numerics", "checkpoints", "terms");
        Engine engine = job["engine"].Choice<Engine>(Engine.Native, ("native", Engine.Native), ("wasm", Engine.Wasm));
        TimeSpan duration = job["duration"].Duration(TimeSpan.FromSeconds(1), TimeSpan.FromDays(2));
        ManifestTerms terms = TermsReader.Read(job["terms"], duration);
        return new JobManifest(
            job["name"].Text(64),
            job["description"].Text(1024, ""),
            engine,
            duration,
            job["command"].List(1, MaxItems, word => word.Text(4096)),
            job["libraries"].List(0, 32, ReadLibrary),
            job["inputs"].List(0, MaxItems, input => InputReader.Read(input, terms.Groups)),
            job["outputs"].List(0, MaxItems, OutputReader.Read),
            ReadNumerics(job["numerics"], engine),
            job["checkpoints"].Integer(1, 1024, 1),
            terms);
    }

    private static LibraryName ReadLibrary(ManifestField field)
    {
        string[] parts = field.Text(128).Split('@');
        if (parts.Length == 2 && parts[0].Length > 0 && parts[1].Length > 0)
        {
            return new LibraryName(parts[0], parts[1]);
        }

        field.Fail("is not a library", "write name@version, such as numpy@1.24.2");
        return new LibraryName("", "");
    }

    private static string? ReadNumerics(ManifestField field, Engine engine)
    {
        const string Fix = "write portable (equal bits on every CPU) or class NAME (equal bits within a class of CPUs)";
        if (field.Node is null && engine == Engine.Native)
        {
            field.Fail("is missing", $"native programs must say it: {Fix}");
        }

        // The contracts keep the class's name in 32 bytes.
        string text = field.Text(6 + 32, "portable");
        if (text == "portable")
        {
            return null;
        }

        string name = text.StartsWith("class ", StringComparison.Ordinal) ? text[6..] : "";
        if (name.Length == 0 || !name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '.' or '_'))
        {
            field.Fail($"'{text}' is not known", Fix);
        }

        return name;
    }
}
