namespace Hypernet.Contracts.Generator;

/// <summary>What calls, events, errors and structs have in common.</summary>
internal static class RecordSource
{
    public static string Parameters(IEnumerable<AbiParameter> parameters) =>
        string.Join(", ", parameters.Select(parameter => $"{TypeOf(parameter)} {parameter.Property}"));

    /// <summary>The C# type; an indexed dynamic value is its hash only.</summary>
    public static string TypeOf(AbiParameter parameter) => IsHashed(parameter) ? "Hash32" : parameter.Type.CSharp;

    public static bool IsHashed(AbiParameter parameter) => parameter.IsIndexed && parameter.Type is not AbiWord;

    /// <summary>Expressions that read the parameters in order.</summary>
    public static string Reads(IEnumerable<AbiParameter> parameters) =>
        string.Join(", ", parameters.Select(parameter => parameter.Type.Read("reader", 0)));

    public static void WriteFields(SourceWriter source, IEnumerable<AbiParameter> parameters)
    {
        foreach (AbiParameter parameter in parameters)
        {
            source.Line(parameter.Type.Write("writer", parameter.Property, 0) + ";");
        }
    }

    /// <summary>IAbiRecord: the name, and the arguments for people.</summary>
    public static void WriteDescription(SourceWriter source, AbiEntry entry)
    {
        IEnumerable<string> arguments = entry.Inputs.Select(input =>
            $"new(\"{(input.Name.Length > 0 ? input.Name : input.Property)}\", {Show(input)})");
        source.Lines(
            "",
            $"string IAbiRecord.Name => \"{entry.Name}\";",
            "",
            $"global::System.Collections.Generic.IReadOnlyList<AbiArgument> IAbiRecord.Arguments => [{string.Join(", ", arguments)}];");
    }

    private static string Show(AbiParameter parameter) =>
        IsHashed(parameter) ? $"AbiText.Of({parameter.Property})" : parameter.Type.Show(parameter.Property, 0);
}
