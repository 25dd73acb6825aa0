using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hypernet.Contracts.Generator;

/// <summary>Turns the ABI JSON files among the additional files into typed calls, events and errors.</summary>
[Generator]
public sealed class ContractGenerator : IIncrementalGenerator
{
    private static readonly DiagnosticDescriptor Unreadable = new(
        "HNC001",
        "ABI file cannot be read",
        "{0}: {1}; compile the contracts again: npx hardhat build",
        "Contracts",
        DiagnosticSeverity.Error,
        isEnabledByDefault: true);

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<ImmutableArray<(string Path, string Json)>> files = context.AdditionalTextsProvider
            .Where(file => file.Path.EndsWith(".json", StringComparison.Ordinal))
            .Select((file, cancellation) => (file.Path, file.GetText(cancellation)?.ToString() ?? ""))
            .Collect();

        // One text, so that the step is repeated only when a name changes.
        IncrementalValueProvider<string> enums = context.CompilationProvider.Select((compilation, _) => string.Join(" ", EnumsOf(compilation)));

        context.RegisterSourceOutput(files.Combine(enums), (output, input) => Emit(output, input.Left, input.Right));
    }

    private static IEnumerable<string> EnumsOf(Compilation compilation)
    {
        string[] path = AbiParser.EnumNamespace.Substring("global::".Length).TrimEnd('.').Split('.');
        INamespaceSymbol? space = compilation.GlobalNamespace;
        foreach (string name in path)
        {
            space = space?.GetNamespaceMembers().FirstOrDefault(member => member.Name == name);
        }

        return space?.GetTypeMembers().Where(type => type.TypeKind == TypeKind.Enum).Select(type => type.Name).OrderBy(name => name, StringComparer.Ordinal)
            ?? Enumerable.Empty<string>();
    }

    private static void Emit(SourceProductionContext output, ImmutableArray<(string Path, string Json)> files, string enums)
    {
        var parser = new AbiParser(new HashSet<string>(enums.Split(' '), StringComparer.Ordinal));
        foreach ((string path, string json) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            try
            {
                AbiContract contract = parser.Read(AbiParser.ContractOf(path), json);
                output.AddSource(contract.Name + "Abi.g.cs", SourceText.From(ContractSource.Of(contract), Encoding.UTF8));
            }
            catch (FormatException fault)
            {
                output.ReportDiagnostic(Diagnostic.Create(Unreadable, Location.None, path, fault.Message));
            }
        }

        if (parser.Structs.Count > 0)
        {
            output.AddSource("AbiStructs.g.cs", SourceText.From(ContractSource.Of(parser.Structs), Encoding.UTF8));
        }
    }
}
