using System.Collections.Immutable;
using Hypernet.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Hypernet.Contracts.Generator;

public sealed class ContractGeneratorTests
{
    private static readonly string Sample = File.ReadAllText(
        Path.Combine(Repository.Root, "tests", "Hypernet.Contracts.Tests", "Samples", "Sample.json"));

    [Fact]
    public void The_same_files_give_the_same_source_in_any_order()
    {
        (string, string)[] files = [("/b/Second.json", Sample), ("/a/First.json", Sample)];

        Assert.Equal(Sources(Run(files)), Sources(Run([.. files.Reverse()])));
        Assert.Equal(["FirstAbi.g.cs", "SecondAbi.g.cs", "AbiStructs.g.cs"], Run(files).GeneratedSources.Select(source => source.HintName));
    }

    [Theory]
    [InlineData("{", "is expected at character 1")]
    [InlineData("{\"abi\": [1, 2}", "',' is expected")]
    [InlineData("{\"abi\": \"\\x\"}", "an escape is expected")]
    [InlineData("{} {}", "the end is expected")]
    [InlineData("{\"abi\": [{\"type\": \"function\", \"name\": \"f\", \"inputs\": [{\"type\": \"fixed128x18\"}]}]}", "'fixed128x18' is not known")]
    public void A_file_that_cannot_be_read_is_one_error_with_its_path(string json, string words)
    {
        Diagnostic fault = Assert.Single(Run(("/a/First.json", json)).Diagnostics);

        Assert.Equal("HNC001", fault.Id);
        Assert.Contains("/a/First.json", fault.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains(words, fault.GetMessage(null), StringComparison.Ordinal);
        Assert.Contains("npx hardhat build", fault.GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void An_interface_is_named_as_its_contract()
    {
        Assert.Equal(Sources(Run(("/a/Item.json", Sample))), Sources(Run(("/b/IItem.json", Sample))));
    }

    [Fact]
    public void Two_structs_of_one_name_must_be_equal()
    {
        GeneratorRunResult result = Run(("/a/First.json", Sample), ("/b/Second.json", Sample.Replace("uint96", "uint88", StringComparison.Ordinal)));

        Assert.Contains("struct Sample.Inner", Assert.Single(result.Diagnostics).GetMessage(null), StringComparison.Ordinal);
    }

    [Fact]
    public void Other_additional_files_are_left_alone()
    {
        Assert.Empty(Run(("/a/BannedSymbols.txt", "P:System.DateTime.Now")).GeneratedSources);
    }

    private static GeneratorRunResult Run(params (string Path, string Text)[] files)
    {
        GeneratorDriver driver = CSharpGeneratorDriver.Create(
            [new ContractGenerator().AsSourceGenerator()], files.Select(file => new Memory(file.Path, file.Text)).ToImmutableArray<AdditionalText>());
        return driver.RunGenerators(CSharpCompilation.Create("Sample")).GetRunResult().Results.Single();
    }

    private static IEnumerable<string> Sources(GeneratorRunResult result) => result.GeneratedSources.Select(source => source.SourceText.ToString());

    private sealed class Memory(string path, string text) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(text);
    }
}
