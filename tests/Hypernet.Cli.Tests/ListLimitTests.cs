using Xunit;

namespace Hypernet.Cli.Tests;

public sealed class ListLimitTests
{
    [Theory]
    [InlineData("seller", "-1")]
    [InlineData("job", "0")]
    [InlineData("vote", "many")]
    public async Task List_of_no_length_is_refused(string noun, string limit)
    {
        (await CommandRun.OfAsync(noun, "list", "--limit", limit)).Failed(2, $"\"{limit}\" is no number of things: write digits");
    }
}
