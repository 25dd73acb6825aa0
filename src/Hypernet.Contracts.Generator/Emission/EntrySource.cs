namespace Hypernet.Contracts.Generator;

/// <summary>Writes an event or an error.</summary>
internal static class EntrySource
{
    public static void WriteEvent(SourceWriter source, AbiEntry entry)
    {
        Begin(source, entry, "Event");
        source.Lines(
            "/// <summary>The first topic of this event: the hash of its signature.</summary>",
            $"public static Hash32 EventTopic {{ get; }} = Keccak256.Hash(\"{entry.Signature}\");",
            "",
            "/// <summary>Decodes a log's topics and data; <see langword=\"false\"/> if they are another event's, or malformed.</summary>",
            $"public static bool TryDecode(ReadOnlySpan<Hash32> topics, ReadOnlySpan<byte> data, out {entry.CSharp}Event value)",
            "{",
            "value = default;",
            $"if (topics.Length != {1 + entry.Inputs.Count(input => input.IsIndexed)} || topics[0] != EventTopic)",
            "{",
            "return false;",
            "}",
            "",
            "try",
            "{");
        WriteEventReads(source, entry);
        WriteCatch(source);
        source.Line("}");
        RecordSource.WriteDescription(source, entry);
        source.Line("}");
    }

    public static void WriteError(SourceWriter source, AbiEntry entry)
    {
        Begin(source, entry, "Error");
        source.Lines(
            "private static readonly Hash32 Hash = Keccak256.Hash(\"" + entry.Signature + "\");",
            "",
            "/// <summary>The first four bytes of revert data.</summary>",
            "public static ReadOnlySpan<byte> ErrorSelector => Hash.Bytes[..4];",
            "",
            "/// <summary>Decodes revert data; <see langword=\"false\"/> if they are another error's, or malformed.</summary>",
            $"public static bool TryDecode(ReadOnlySpan<byte> data, out {entry.CSharp}Error value)",
            "{",
            "value = default;",
            "if (!data.StartsWith(ErrorSelector))",
            "{",
            "return false;",
            "}",
            "",
            "try",
            "{",
            $"var reader = new AbiReader(data[4..], {AbiType.HeadOf(entry.Inputs.Select(input => input.Type))});",
            $"value = new {entry.CSharp}Error({RecordSource.Reads(entry.Inputs)});");
        WriteCatch(source);
        source.Line("}");
        RecordSource.WriteDescription(source, entry);
        source.Line("}");
    }

    private static void Begin(SourceWriter source, AbiEntry entry, string suffix) => source.Lines(
        $"/// <summary>The {entry.Kind} {entry.Signature}.</summary>",
        $"public readonly record struct {entry.CSharp}{suffix}({RecordSource.Parameters(entry.Inputs)}) : IAbiRecord",
        "{");

    private static void WriteEventReads(SourceWriter source, AbiEntry entry)
    {
        var arguments = new List<string>();
        int topic = 0;
        foreach (AbiParameter input in entry.Inputs)
        {
            if (!input.IsIndexed)
            {
                arguments.Add(input.Type.Read("reader", 0));
            }
            else if (RecordSource.IsHashed(input))
            {
                arguments.Add($"topics[{++topic}]");
            }
            else
            {
                source.Line($"var topic{++topic} = new AbiReader(topics[{topic}].Bytes, 32);");
                arguments.Add(input.Type.Read($"topic{topic}", 0));
            }
        }

        IEnumerable<AbiType> inData = entry.Inputs.Where(input => !input.IsIndexed).Select(input => input.Type);
        source.Lines(
            $"var reader = new AbiReader(data, {AbiType.HeadOf(inData)});",
            $"value = new {entry.CSharp}Event({string.Join(", ", arguments)});");
    }

    private static void WriteCatch(SourceWriter source) => source.Lines(
        "reader.EnsureEnd();",
        "return true;",
        "}",
        "catch (AbiException)",
        "{",
        "value = default;",
        "return false;",
        "}");
}
