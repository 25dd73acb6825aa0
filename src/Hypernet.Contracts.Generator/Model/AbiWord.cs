namespace Hypernet.Contracts.Generator;

/// <summary>A type of one word: numbers, enumerations, bool, address, bytes1 to bytes32.</summary>
/// <param name="Solidity">Its canonical name.</param>
/// <param name="CSharp">Its C# type.</param>
/// <param name="Reading">The AbiReader call with its arguments.</param>
/// <param name="Cast">What the reading is cast to, or empty.</param>
/// <param name="Writing">A format of the AbiWriter call; {0} is the value.</param>
internal sealed record AbiWord(string Solidity, string CSharp, string Reading, string Cast, string Writing) : AbiType(Solidity, CSharp)
{
    public override bool IsDynamic => false;

    public override int StaticWords => 1;

    public override string Read(string reader, int depth) => $"{Cast}{reader}.{Reading}";

    public override string Write(string writer, string value, int depth) => $"{writer}.{Writing.Replace("{0}", value)}";
}
