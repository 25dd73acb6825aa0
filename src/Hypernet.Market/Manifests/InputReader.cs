namespace Hypernet.Market;

/// <summary>One entry of a manifest's <c>inputs</c>.</summary>
internal static class InputReader
{
    private const int MaxSources = 16;

    public static JobInput Read(ManifestField field, int groups)
    {
        var input = new ManifestSection(field, "path", "sha256", "sources", "partition", "local");
        return input["local"].Node is null ? ReadFetched(input, groups) : ReadLocal(input);
    }

    private static JobInput.Local ReadLocal(ManifestSection input)
    {
        foreach (string other in (string[])["path", "sha256", "sources", "partition"])
        {
            if (input[other].Node is not null)
            {
                input[other].Fail("does not go with local", "remove it: local data are never fetched");
            }
        }

        string name = input["local"].Text(64);
        if (!name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
        {
            input["local"].Fail($"'{name}' is not a name", "use letters, digits, -, _ and .");
        }

        return new JobInput.Local(name);
    }

    private static JobInput.Fetched ReadFetched(ManifestSection input, int groups)
    {
        string path = input["path"].RelativePath();
        InputPartition partition = input["partition"].Choice<InputPartition>(
            InputPartition.Whole,
            ("whole", InputPartition.Whole),
            ("rows", InputPartition.Rows),
            ("file-per-partition", InputPartition.FilePerPartition));
        if (partition == InputPartition.Rows && RowPartition.FormatOf(path) is null)
        {
            input["partition"].Fail($"'{path}' cannot be cut by rows", "give a .csv, .tsv, .jsonl or .ndjson file, or take it whole");
        }

        ValueList<Bytes32> digests = partition == InputPartition.FilePerPartition
            ? input["sha256"].List(groups, groups, digest => digest.Sha256())
            : [input["sha256"].Sha256()];
        ValueList<string> sources = input["sources"].Node is null
            ? [JobInput.Fetched.Store]
            : input["sources"].List(1, MaxSources, ReadSource);
        return new JobInput.Fetched(path, digests, sources, partition);
    }

    private static string ReadSource(ManifestField field)
    {
        string source = field.Text(2048);
        if (source != JobInput.Fetched.Store && !WebAddress.TryRead(source, out _))
        {
            field.Fail($"'{source}' is not a source", $"write an http or https address, or {JobInput.Fetched.Store} for the artifact store");
        }

        return source;
    }
}
