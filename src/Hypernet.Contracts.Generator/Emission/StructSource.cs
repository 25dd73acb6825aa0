namespace Hypernet.Contracts.Generator;

/// <summary>Writes a struct of the contracts as a record struct that reads and writes itself.</summary>
internal static class StructSource
{
    public static void Write(SourceWriter source, AbiTuple tuple)
    {
        source.Lines(
            $"/// <summary>The struct {tuple.Name}{tuple.Solidity}.</summary>",
            $"public readonly record struct {tuple.Name}({RecordSource.Parameters(tuple.Fields)})",
            "{");
        WriteRead(source, tuple);
        source.Line();
        WriteWrite(source, tuple);
        source.Lines(
            "",
            "internal string Show() =>",
            $"    $\"({string.Join(", ", tuple.Fields.Select(field => $"{field.Name}: {{{field.Type.Show(field.Property, 0)}}}"))})\";",
            "}");
    }

    private static void WriteRead(SourceWriter source, AbiTuple tuple)
    {
        source.Lines($"internal static {tuple.Name} Read(ref AbiReader reader)", "{");
        if (tuple.IsDynamic)
        {
            source.Line($"var frame = reader.EnterTuple({tuple.FieldsHead});");
        }

        source.Line($"var value = new {tuple.Name}({RecordSource.Reads(tuple.Fields)});");
        if (tuple.IsDynamic)
        {
            source.Line("reader.Leave(frame);");
        }

        source.Lines("return value;", "}");
    }

    private static void WriteWrite(SourceWriter source, AbiTuple tuple)
    {
        source.Lines("internal void Write(AbiWriter writer)", "{");
        if (tuple.IsDynamic)
        {
            source.Line($"var frame = writer.EnterTuple({tuple.FieldsHead});");
        }

        RecordSource.WriteFields(source, tuple.Fields);
        if (tuple.IsDynamic)
        {
            source.Line("writer.Leave(frame);");
        }

        source.Line("}");
    }
}
