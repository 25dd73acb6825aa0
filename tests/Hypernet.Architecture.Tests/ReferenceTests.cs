using System.Xml.Linq;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Architecture;

public sealed class ReferenceTests
{
    // Direct references a project may have: arrows point down only (docs/decisions/0001-layers.md).
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Ethereum"] = [],
        ["Topology"] = [],
        ["Network"] = [],
        ["Market"] = [],
        ["Client"] = [],
        ["EventStore"] = [],
        ["Sandbox"] = [],
        ["Contracts.Generator"] = [],
        ["Contracts"] = ["Contracts.Generator", "Ethereum", "Market"],
        ["EventStore.Sqlite"] = ["EventStore"],
        ["Indexer"] = ["Contracts", "EventStore", "Market"],
        ["Consensus"] = ["Network", "Topology"],
        ["Runtime"] = ["Consensus", "Sandbox"],
        ["Server"] = ["Client", "EventStore.Sqlite", "Indexer"],
        ["Agent"] = ["Client", "Consensus", "Contracts", "EventStore.Sqlite", "Runtime"],
        ["Buyer"] = ["Client", "Consensus", "Contracts"],
        ["Cli"] = ["Agent", "Buyer", "Contracts", "Server"],
    };

    private static readonly string[] ProjectFiles =
        Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories);

    public static TheoryData<string> Projects() => new(ProjectFiles);

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_references_only_what_the_table_allows(string path)
    {
        string name = ShortName(path);
        var references = XDocument.Load(path).Descendants("ProjectReference")
            .Select(reference => ShortName(((string)reference.Attribute("Include")!).Replace('\\', '/')));

        Assert.Contains(name, Allowed.Keys);
        Assert.Empty(references.Except(Allowed[name]));
    }

    [Fact]
    public void Table_names_only_projects_that_exist()
    {
        Assert.Equal(Allowed.Keys.Order(), ProjectFiles.Select(ShortName).Order());
    }

    private static string ShortName(string path) => Path.GetFileNameWithoutExtension(path)["Hypernet.".Length..];
}
