namespace Hypernet.Contracts.Generator;

/// <summary>Writes a call of a function: its arguments, its call data, its result.</summary>
internal static class CallSource
{
    public static void Write(SourceWriter source, AbiEntry entry)
    {
        string name = entry.CSharp + "Call";
        source.Lines(
            $"/// <summary>A call of {entry.Signature}.</summary>",
            $"public readonly record struct {name}({RecordSource.Parameters(entry.Inputs)}) : {Interface(entry)}",
            "{",
            "private static readonly Hash32 Hash = Keccak256.Hash(\"" + entry.Signature + "\");",
            "",
            "/// <summary>The first four bytes of the call data.</summary>",
            "public static ReadOnlySpan<byte> CallSelector => Hash.Bytes[..4];",
            "",
            "/// <summary>The call data: selector and arguments.</summary>",
            "public byte[] Encode()",
            "{",
            $"var writer = new AbiWriter(CallSelector, {AbiType.HeadOf(entry.Inputs.Select(input => input.Type))});");
        RecordSource.WriteFields(source, entry.Inputs);
        source.Lines("return writer.ToArray();", "}");
        if (entry.Outputs.Count > 0)
        {
            WriteResult(source, entry);
        }

        source.Line("}");
        if (entry.Outputs.Count > 1)
        {
            source.Lines(
                "",
                $"/// <summary>What {entry.Signature} returns.</summary>",
                $"public readonly record struct {entry.CSharp}Result({RecordSource.Parameters(entry.Outputs)});");
        }
    }

    private static string Interface(AbiEntry entry) => entry.Outputs.Count == 0 ? "IAbiCall" : $"IAbiCall<{ResultOf(entry)}>";

    private static string ResultOf(AbiEntry entry) => entry.Outputs.Count == 1 ? entry.Outputs[0].Type.CSharp : entry.CSharp + "Result";

    private static void WriteResult(SourceWriter source, AbiEntry entry)
    {
        string reads = RecordSource.Reads(entry.Outputs);
        source.Lines(
            "",
            "/// <summary>Decodes what the call returned.</summary>",
            "/// <exception cref=\"AbiException\">The data are not of the function's return type.</exception>",
            $"public {ResultOf(entry)} Decode(ReadOnlySpan<byte> data)",
            "{",
            $"var reader = new AbiReader(data, {AbiType.HeadOf(entry.Outputs.Select(output => output.Type))});",
            entry.Outputs.Count == 1 ? $"var value = {reads};" : $"var value = new {ResultOf(entry)}({reads});",
            "reader.EnsureEnd();",
            "return value;",
            "}");
    }
}
