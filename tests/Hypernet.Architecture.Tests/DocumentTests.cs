using System.Text.RegularExpressions;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Architecture;

public sealed partial class DocumentTests
{
    private const string Index = "index.md";
    private static readonly string Docs = Path.Combine(Repository.Root, "docs");

    [Theory]
    [InlineData("decisions")]
    [InlineData("spec")]
    public void Index_lists_every_document_of_its_folder_once(string folder)
    {
        string[] files = [.. Names(folder).Where(name => name != Index).Order()];
        var listed = Link().Matches(File.ReadAllText(Path.Combine(Docs, folder, Index)))
            .Select(link => link.Groups[1].Value)
            .Where(target => !target.Contains('/', StringComparison.Ordinal));

        Assert.NotEmpty(files);
        Assert.Equal(files, listed.Order());
    }

    [Fact]
    public void Decisions_are_numbered_without_a_gap_or_a_repetition()
    {
        var names = Names("decisions").Where(name => name != Index).Order().ToList();

        Assert.All(names, (name, i) => Assert.StartsWith($"{i + 1:0000}-", name, StringComparison.Ordinal));
    }

    [Fact]
    public void Links_between_documents_lead_somewhere()
    {
        var dead =
            from file in Directory.GetFiles(Docs, "*.md", SearchOption.AllDirectories)
            from Match link in Link().Matches(File.ReadAllText(file))
            let target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value)
            where !Path.Exists(target)
            select $"{Path.GetRelativePath(Docs, file)}: {link.Value}";

        Assert.Empty(dead);
    }

    private static IEnumerable<string> Names(string folder) =>
        Directory.GetFiles(Path.Combine(Docs, folder), "*.md").Select(path => Path.GetFileName(path));

    // The target of a link to a file of the repository, without its fragment.
    [GeneratedRegex(@"\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
