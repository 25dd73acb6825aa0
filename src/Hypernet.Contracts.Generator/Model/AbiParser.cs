using System.Globalization;

namespace Hypernet.Contracts.Generator;

/// <summary>Reads ABI JSON into the model, and gives every word its C# name and type.</summary>
/// <param name="enums">Names of enumerations that <see cref="EnumNamespace"/> has: Solidity's of the same name become these.</param>
internal sealed class AbiParser(ISet<string> enums)
{
    public const string EnumNamespace = "global::Hypernet.Market.";
    public const string StructNamespace = "global::Hypernet.Contracts.Abi.";

    private readonly SortedDictionary<string, AbiTuple> _structs = new(StringComparer.Ordinal);

    /// <summary>Every struct that the contracts read so far use, by name.</summary>
    public IReadOnlyCollection<AbiTuple> Structs => _structs.Values;

    /// <summary>The contract that a file is about: <c>Job</c> for Job.json and for its interface, IJob.json.</summary>
    public static string ContractOf(string path)
    {
        string name = Path.GetFileNameWithoutExtension(path);
        return name.Length > 1 && name[0] == 'I' && char.IsUpper(name[1]) ? name.Substring(1) : name;
    }

    /// <summary>Reads one contract.</summary>
    /// <exception cref="FormatException">It is not ABI JSON, or uses what this generator does not know.</exception>
    public AbiContract Read(string name, string json)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        return new AbiContract(name, [.. JsonReader.Read(json).ItemsOf("abi")
            .Where(entry => entry.TextOf("type") is "function" or "event" or "error")
            .Select(ReadEntry)
            .OrderBy(entry => entry.Kind, StringComparer.Ordinal)
            .ThenBy(entry => entry.Name, StringComparer.Ordinal)
            .ThenBy(entry => entry.Inputs.Count)
            .ThenBy(entry => entry.Signature, StringComparer.Ordinal)
            .Select(entry => Named(entry, used))]);
    }

    /// <summary>A Solidity name as C# writes it.</summary>
    public static string Pascal(string name)
    {
        string[] words = name.Split(['_'], StringSplitOptions.RemoveEmptyEntries);
        return string.Concat(words.Select(word => char.ToUpperInvariant(word[0]) + (word.All(char.IsUpper) ? word.Substring(1).ToLowerInvariant() : word.Substring(1))));
    }

    private AbiEntry ReadEntry(JsonValue entry)
    {
        string name = entry.TextOf("name");
        return new AbiEntry(entry.TextOf("type"), name, Pascal(name), ReadParameters(entry.ItemsOf("inputs")), ReadParameters(entry.ItemsOf("outputs")));
    }

    // An overload is named for what it takes more than the one before it, as in RevealWithDigest.
    private static AbiEntry Named(AbiEntry entry, HashSet<string> used)
    {
        string name = entry.CSharp;
        if (!used.Add(entry.Kind + name))
        {
            name += "With" + (entry.Inputs.Count > 0 ? entry.Inputs[entry.Inputs.Count - 1].Property : "Nothing");
            while (!used.Add(entry.Kind + name))
            {
                name += "Too";
            }
        }

        return entry with { CSharp = name };
    }

    private List<AbiParameter> ReadParameters(IReadOnlyList<JsonValue> values)
    {
        var parameters = new List<AbiParameter>();
        foreach (JsonValue value in values)
        {
            string name = value.TextOf("name");
            string number = (parameters.Count + 1).ToString(CultureInfo.InvariantCulture);
            string property = Pascal(name) is { Length: > 0 } pascal ? pascal : "Item" + number;
            property = parameters.Any(other => other.Property == property) ? property + number : property;
            parameters.Add(new AbiParameter(name, property, ReadType(value, value.TextOf("type")), value.IsTrue("indexed")));
        }

        return parameters;
    }

    private AbiType ReadType(JsonValue value, string type)
    {
        if (type.EndsWith("]", StringComparison.Ordinal))
        {
            int open = type.LastIndexOf('[');
            string length = type.Substring(open + 1, type.Length - open - 2);
            return new AbiArray(ReadType(value, type.Substring(0, open)), length.Length == 0 ? -1 : int.Parse(length, CultureInfo.InvariantCulture));
        }

        return type switch
        {
            "tuple" => ReadStruct(value),
            "string" => new AbiBytes(IsText: true),
            "bytes" => new AbiBytes(IsText: false),
            "bool" => new AbiWord(type, "bool", "ReadBoolean()", "", "Write({0})"),
            "address" => new AbiWord(type, "Address", "ReadAddress()", "", "Write({0})"),
            "bytes32" => new AbiWord(type, "Hash32", "ReadHash32()", "", "Write({0})"),
            _ when TryReadBits(type, "bytes", out int count) => new AbiWord(
                type, "Hash32", $"ReadFixedBytes({count}).ToWord()", "", $"WriteFixedBytes({{0}}.Bytes[..{count}])"),
            _ when TryReadBits(type, "uint", out int bits) => ReadNumber(type, bits, value.TextOf("internalType")),
            _ when TryReadBits(type, "int", out int bits) => bits <= 64
                ? new AbiWord(type, "long", $"ReadInt64({bits})", "", "Write(new global::System.Numerics.BigInteger({0}))")
                : new AbiWord(type, "global::System.Numerics.BigInteger", $"ReadInt256({bits})", "", "Write({0})"),
            _ => throw new FormatException($"the type '{type}' is not known"),
        };
    }

    private AbiWord ReadNumber(string type, int bits, string internalType)
    {
        string name = internalType.Substring(internalType.LastIndexOfAny([' ', '.']) + 1);
        if (internalType.StartsWith("enum ", StringComparison.Ordinal) && enums.Contains(name))
        {
            return new AbiWord(type, EnumNamespace + name, "ReadUInt64(8)", $"({EnumNamespace}{name})", "Write((ulong){0})");
        }

        return bits switch
        {
            8 => Narrow("byte"),
            16 => Narrow("ushort"),
            <= 32 => Narrow("uint"),
            <= 64 => new AbiWord(type, "ulong", $"ReadUInt64({bits})", "", bits == 64 ? "Write({0})" : $"Write(AbiRange.Fit({{0}}, {bits}))"),
            <= 128 => new AbiWord(type, "UInt128", $"ReadUInt128({bits})", "", bits == 128 ? "Write({0})" : $"Write(AbiRange.Fit({{0}}, {bits}))"),
            _ => new AbiWord(type, "UInt256", $"ReadUInt256({bits})", "", "Write({0})"),
        };

        AbiWord Narrow(string csharp) => new(
            type, csharp, $"ReadUInt64({bits})", $"({csharp})", bits is 24 ? "Write(AbiRange.Fit({0}, 24))" : "Write((ulong){0})");
    }

    private AbiTuple ReadStruct(JsonValue value)
    {
        // "struct IJobFactory.Placement[]" names Placement.
        string internalType = value.TextOf("internalType");
        string name = internalType.Split(['['])[0];
        name = Pascal(name.Substring(name.LastIndexOfAny([' ', '.']) + 1));
        var tuple = new AbiTuple(name, ReadParameters(value.ItemsOf("components")));
        if (name.Length == 0 || (_structs.TryGetValue(name, out AbiTuple known) && known.Solidity != tuple.Solidity))
        {
            throw new FormatException($"'{internalType}' has no name of its own: two structs of one name must have equal fields");
        }

        _structs[name] = tuple;
        return tuple;
    }

    private static bool TryReadBits(string type, string prefix, out int bits)
    {
        bits = 0;
        return type.StartsWith(prefix, StringComparison.Ordinal)
            && int.TryParse(type.Substring(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out bits);
    }
}
