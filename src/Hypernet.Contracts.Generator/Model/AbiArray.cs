using System.Globalization;

namespace Hypernet.Contracts.Generator;

/// <summary>An array, of any length or (<paramref name="Length"/> >= 0) of a fixed one.</summary>
internal sealed record AbiArray(AbiType Element, int Length)
    : AbiType(Element.Solidity + (Length < 0 ? "[]" : "[" + Length.ToString(CultureInfo.InvariantCulture) + "]"), Element.CSharp + "[]")
{
    public override bool IsDynamic => Length < 0 || Element.IsDynamic;

    public override int StaticWords => Length * Element.StaticWords;

    private string Kind => Length < 0 ? "" : IsDynamic ? "FixedDynamic" : "Fixed";

    private int Size => Length < 0 ? Element.HeadBytes : Length;

    public override string Read(string reader, int depth)
    {
        string inner = "r" + depth.ToString(CultureInfo.InvariantCulture);
        return $"AbiList.Read{Kind}(ref {reader}, {Size}, static (ref AbiReader {inner}) => {Element.Read(inner, depth + 1)})";
    }

    public override string Write(string writer, string value, int depth)
    {
        string suffix = depth.ToString(CultureInfo.InvariantCulture);
        return $"AbiList.Write{Kind}({writer}, {Size}, {value}, static (w{suffix}, v{suffix}) => {Element.Write("w" + suffix, "v" + suffix, depth + 1)})";
    }

    public override string Show(string value, int depth)
    {
        string inner = "v" + depth.ToString(CultureInfo.InvariantCulture);
        return $"AbiText.Of({value}, static {inner} => {Element.Show(inner, depth + 1)})";
    }
}
