using System.Text.RegularExpressions;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Architecture;

public sealed partial class FileTests
{
    [Fact]
    public void Public_type_has_a_file_of_its_name_to_itself()
    {
        var misplaced =
            from path in Directory.GetFiles(Path.Combine(Repository.Root, "src"), "*.cs", SearchOption.AllDirectories)
            let types = PublicType().Matches(File.ReadAllText(path)).Select(type => type.Groups[1].Value).ToList()
            where types.Count > 1 || (types.Count == 1 && types[0] != Path.GetFileName(path).Split('.')[0])
            select $"{Path.GetRelativePath(Repository.Root, path)}: {string.Join(", ", types)}";

        Assert.Empty(misplaced);
    }

    // Types of a namespace stand at the beginning of a line; those inside another type do not.
    [GeneratedRegex(@"^public (?:(?:static|sealed|abstract|readonly|partial|ref) )*(?:class|interface|enum|record struct|record|struct|delegate \S+) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();
}
