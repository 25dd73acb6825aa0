namespace Hypernet.Contracts.Generator;

/// <summary>A struct: a generated record struct that reads and writes itself.</summary>
internal sealed record AbiTuple(string Name, IReadOnlyList<AbiParameter> Fields)
    : AbiType("(" + string.Join(",", Fields.Select(item => item.Type.Solidity)) + ")", AbiParser.StructNamespace + Name)
{
    public override bool IsDynamic => Fields.Any(item => item.Type.IsDynamic);

    public override int StaticWords => Fields.Sum(item => item.Type.StaticWords);

    /// <summary>The head of its fields, in bytes.</summary>
    public int FieldsHead => HeadOf(Fields.Select(item => item.Type));

    public override string Read(string reader, int depth) => $"{CSharp}.Read(ref {reader})";

    public override string Write(string writer, string value, int depth) => $"{value}.Write({writer})";

    public override string Show(string value, int depth) => $"{value}.Show()";
}
