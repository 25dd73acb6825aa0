namespace Hypernet.Market;

/// <summary>A piece of YAML and where it begins, both counted from 1.</summary>
internal abstract record YamlNode(long Line, long Column);

/// <summary>A text; <paramref name="IsQuoted"/> tells <c>"1.5"</c> from <c>1.5</c>.</summary>
internal sealed record YamlScalar(long Line, long Column, string Value, bool IsQuoted) : YamlNode(Line, Column);

internal sealed record YamlSequence(long Line, long Column, IReadOnlyList<YamlNode> Items) : YamlNode(Line, Column);

internal sealed record YamlMapping(long Line, long Column, IReadOnlyList<YamlPair> Pairs) : YamlNode(Line, Column);

internal sealed record YamlPair(YamlScalar Key, YamlNode Value);
