using System.Text.RegularExpressions;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Architecture;

/// <summary>One word per thing: those that stand for another word of ours are refused where others must write them.</summary>
public sealed partial class WordTests
{
    private static readonly string[] Refused = ["requester", "worker", "miner", "bounty", "bounties", "whitelist", "whitelisted", "karma", "seize", "seized"];

    [Fact]
    public void Public_names_hold_no_refused_word()
    {
        var found =
            from source in new (string Folder, string Files)[] { ("src", "*.cs"), ("contracts", "*.sol"), ("src/bindings", "*.py"), ("src/bindings", "*.pyi") }
            from path in Directory.GetFiles(Path.Combine(Repository.Root, source.Folder), source.Files, SearchOption.AllDirectories)
            from word in RefusedIn(path, File.ReadAllText(path))
            select $"{Path.GetRelativePath(Repository.Root, path)}: {word}";

        Assert.Empty(found);
    }

    [Theory]
    [InlineData("a.cs", "public Account WorkerAddress { get; }", "Worker")]
    [InlineData("a.cs", "public interface IMarket\n{\n    void SeizeAll();\n}", "Seize")]
    [InlineData("a.sol", "function whitelist(address seller) external;", "whitelist")]
    [InlineData("a.py", "def pay_bounty(job):", "bounty")]
    public void Refused_word_is_found(string file, string source, string word) => Assert.Equal([word], RefusedIn(file, source));

    [Theory]
    [InlineData("a.cs", "/// <summary>The paper says whitelist.</summary>\npublic string Text => \"karma\";")]
    [InlineData("a.cs", "private Thread _worker;")]
    [InlineData("a.sol", "uint256 private miner; // not the seller")]
    [InlineData("a.py", "worker = 1")]
    public void Words_that_nobody_else_writes_are_free(string file, string source) => Assert.Empty(RefusedIn(file, source));

    private static IEnumerable<string> RefusedIn(string file, string source)
    {
        bool isInterface = PublicInterface().IsMatch(source);
        var shown = Path.GetExtension(file) switch
        {
            ".cs" => Unread().Replace(source, "").Split('\n').Where(line => isInterface || Public().IsMatch(line)),
            ".sol" => Unread().Replace(source, "").Split('\n').Where(line => Declaration().IsMatch(line)),
            _ => source.Split('\n').Where(line => Definition().IsMatch(line)),
        };
        return shown.SelectMany(line => Word().Matches(line)).Select(word => word.Value).Where(word => Refused.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    [GeneratedRegex(@"//.*|/\*[\s\S]*?\*/|""(?:\\.|[^""\\\n])*""")]
    private static partial Regex Unread();

    [GeneratedRegex(@"^public (partial )?interface ", RegexOptions.Multiline)]
    private static partial Regex PublicInterface();

    [GeneratedRegex(@"\bpublic\b")]
    private static partial Regex Public();

    [GeneratedRegex(@"\b(contract|interface|library|function|event|error|struct|enum|modifier|public|external)\b")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"^\s*(async )?(def|class) (?!_)")]
    private static partial Regex Definition();

    // A word of an identifier: WorkerAddress has two, pay_bounty has two.
    [GeneratedRegex("[A-Z]?[a-z]+|[A-Z]+(?![a-z])")]
    private static partial Regex Word();
}
