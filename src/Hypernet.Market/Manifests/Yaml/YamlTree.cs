using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Hypernet.Market;

/// <summary>
/// Reads one YAML document from a stranger: bounded depth, no anchors, no tags, so that its size in memory is its size as text.
/// </summary>
internal static class YamlTree
{
    private const int MaxDepth = 8;

    public static YamlNode Read(string text)
    {
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                throw Refused(Mark.Empty, "the file is empty", "describe the job; docs/spec/manifest.md has an example");
            }

            YamlNode node = ReadNode(parser, 1);
            parser.Consume<DocumentEnd>();
            return parser.TryConsume<StreamEnd>(out _)
                ? node
                : throw Refused(parser.Current!.Start, "a second document begins here", "keep one document in a job.yaml");
        }
        catch (YamlException fault)
        {
            throw Refused(fault.Start, $"not YAML: {fault.Message}", "correct the syntax", fault);
        }
        catch (Exception fault) when (fault is InvalidOperationException or ArgumentException)
        {
            // The scanner of YamlDotNet 16.3.0 stumbles over some plain texts that go over a line end; what came before is whole.
            throw Refused(parser.Current?.End ?? Mark.Empty, "not YAML from here on", "correct the syntax, or put the text in quotes", fault);
        }
    }

    private static YamlNode ReadNode(Parser parser, int depth)
    {
        if (depth > MaxDepth)
        {
            throw Refused(parser.Current!.Start, $"more than {MaxDepth} levels of nesting", "no field of a job.yaml lies so deep");
        }

        if (parser.Accept<NodeEvent>(out NodeEvent? node) && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty))
        {
            throw Refused(node.Start, "anchors and tags are not allowed", "write the value itself");
        }

        if (parser.TryConsume<MappingStart>(out MappingStart? mapping))
        {
            return new YamlMapping(mapping.Start.Line, mapping.Start.Column, ReadPairs(parser, depth));
        }

        if (parser.TryConsume<SequenceStart>(out SequenceStart? sequence))
        {
            return new YamlSequence(sequence.Start.Line, sequence.Start.Column, ReadItems(parser, depth));
        }

        return parser.TryConsume<Scalar>(out Scalar? scalar)
            ? new YamlScalar(scalar.Start.Line, scalar.Start.Column, scalar.Value, scalar.Style != ScalarStyle.Plain)
            : throw Refused(parser.Current!.Start, "aliases are not allowed", "write the value itself");
    }

    private static List<YamlPair> ReadPairs(Parser parser, int depth)
    {
        var pairs = new List<YamlPair>();
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            YamlNode key = ReadNode(parser, depth + 1);
            if (key is not YamlScalar name)
            {
                throw Refused(new Mark(0, (int)key.Line, (int)key.Column), "a field's name must be a word", "write name: value");
            }

            pairs.Add(new YamlPair(name, ReadNode(parser, depth + 1)));
        }

        return pairs;
    }

    private static List<YamlNode> ReadItems(Parser parser, int depth)
    {
        var items = new List<YamlNode>();
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            items.Add(ReadNode(parser, depth + 1));
        }

        return items;
    }

    private static ManifestException Refused(Mark at, string problem, string fix, Exception? inner = null) =>
        new([new ManifestError(at.Line, at.Column, "", problem, fix)], inner);
}
