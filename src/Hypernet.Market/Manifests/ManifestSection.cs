namespace Hypernet.Market;

/// <summary>A mapping of a manifest whose fields are all known; one that is not is an error that names the nearest.</summary>
internal sealed class ManifestSection
{
    private readonly Dictionary<string, YamlNode> _fields = new(StringComparer.Ordinal);
    private readonly YamlNode _owner;
    private readonly string _path;
    private readonly List<ManifestError> _errors;

    public ManifestSection(ManifestField field, params string[] known)
    {
        _owner = field.Node ?? field.Owner;
        _path = field.Path.Length == 0 ? "" : field.Path + ".";
        _errors = field.Errors;
        switch (field.Node)
        {
            case YamlMapping mapping:
                foreach (YamlPair pair in mapping.Pairs)
                {
                    Add(pair, known);
                }

                break;
            case not null:
                field.Fail("must have fields of its own", $"write them below: {string.Join(", ", known)}");
                break;
            default:
                break;
        }
    }

    public ManifestField this[string name] => new(_path + name, _fields.GetValueOrDefault(name), _owner, _errors);

    private void Add(YamlPair pair, string[] known)
    {
        string name = pair.Key.Value;
        var field = new ManifestField(_path + name, pair.Key, _owner, _errors);
        if (!known.Contains(name))
        {
            string? meant = Spelling.Nearest(name, known);
            field.Fail("is not a field", meant is null ? $"the fields here are {string.Join(", ", known)}" : $"did you mean {meant}?");
        }
        else if (!_fields.TryAdd(name, pair.Value))
        {
            field.Fail("is there twice", "keep one of them");
        }
    }
}
