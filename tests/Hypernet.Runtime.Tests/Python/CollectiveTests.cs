using System.Globalization;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>The package's collectives, by four real processes.</summary>
public sealed class CollectiveTests
{
    [Fact]
    public async Task Examples_of_the_docstrings_come_out()
    {
        await using var ranks = await LocalRanks.JoinAsync();

        string[] told = await ranks.OutputAsync(PythonProgram.InTests("examples.py"));

        Assert.All(told, count => Assert.InRange(int.Parse(count, CultureInfo.InvariantCulture), 30, 1000));
    }
}
