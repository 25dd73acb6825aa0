namespace Hypernet.Contracts.Generator;

/// <summary><c>bytes</c> or <c>string</c>.</summary>
internal sealed record AbiBytes(bool IsText) : AbiType(IsText ? "string" : "bytes", IsText ? "string" : "byte[]")
{
    public override bool IsDynamic => true;

    public override int StaticWords => 1;

    public override string Read(string reader, int depth) => IsText ? $"{reader}.ReadString()" : $"{reader}.ReadBytes().ToArray()";

    public override string Write(string writer, string value, int depth) => $"{writer}.Write{(IsText ? "String" : "Bytes")}({value})";
}
