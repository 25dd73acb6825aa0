using Hypernet.Testing;
using Xunit;

namespace Hypernet.EndToEnd.Tests.SetUp;

/// <summary>What <c>npm run demo</c>, <c>npm test</c> and <c>npx hypernet</c> have in common.</summary>
public sealed class RunnerTests : IAsyncLifetime
{
    private WarmClone _clone = null!;

    public async Task InitializeAsync() => _clone = await WarmClone.CreateAsync();

    public Task DisposeAsync()
    {
        _clone.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Second_start_waits_for_the_set_up_of_the_first_and_says_so()
    {
        await using var first = _clone.BeginSetUp();
        await using var second = _clone.Start("hypernet", "version");

        await second.SaysAsync("another start is setting up this clone; waiting for it");
        Assert.False(second.HasEnded);
        await first.DisposeAsync();
        var (exitCode, output) = await second.EndAsync();

        Assert.True(exitCode == 0, second.Talk);
        Assert.NotEmpty(output);
    }

    [Fact]
    public async Task Warm_clone_starts_without_a_word_of_its_set_up()
    {
        await using var command = _clone.Start("hypernet", "version");

        var (exitCode, output) = await command.EndAsync();

        Assert.True(exitCode == 0, command.Talk);
        Assert.NotEmpty(output);
        Assert.Empty(command.Talk);
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("hypernet", "version")]
    public async Task Without_bubblewrap_nothing_starts(params string[] args)
    {
        // A machine without it, and without what could install it, is made by it: /usr/bin holds no more than the runner needs.
        string node = Path.GetFullPath(Path.Combine(Repository.Root, "tools/linux-x64/node_modules/.bin/node"));
        string[] machine = ["bwrap", "--dev-bind", "/", "/", "--tmpfs", "/usr/bin", .. Kept("flock"), .. Kept("python3")];
        await using var command = RunningCommand.Start(_clone.Path, [.. machine, node, "tools/run.js", .. args]);

        var (exitCode, output) = await command.EndAsync();

        Assert.Equal(10, exitCode);
        Assert.Equal("error: these packages are missing: bubblewrap\nhint: apt-get install bubblewrap\n", command.Talk);
        Assert.Empty(output);

        static string[] Kept(string program) => ["--ro-bind", $"/usr/bin/{program}", $"/usr/bin/{program}"];
    }

    [Theory]
    [InlineData("error: the runner does not know \"dance\"", "dance")]
    [InlineData("error: the runner does not know \"toString\"", "toString")]
    [InlineData("error: the runner does not know \"\"")]
    [InlineData("error: there is no suite \"dance\"", "test", "dance")]
    [InlineData("error: Required command was not provided", "hypernet", "job")]
    [InlineData("error: Unrecognized command or argument '--quick'", "demo", "--quick")]
    [InlineData("error: \"fib\" is no lie", "demo", "--cheat", "fib")]
    [InlineData("error: \"agent:0\" is no victim", "demo", "--kill", "agent:0")]
    [InlineData("error: --faults goes with --json alone", "demo", "--faults", "--kill", "chain")]
    [InlineData("error: --local goes with --json alone", "demo", "--local", "--keep")]
    public async Task Words_that_mean_nothing_are_misused(string error, params string[] args)
    {
        await using var command = _clone.Start(args);

        var (exitCode, output) = await command.EndAsync();

        Assert.Equal(2, exitCode);
        Assert.StartsWith(error, command.Talk, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", command.Talk, StringComparison.Ordinal);
        Assert.Empty(output);
    }
}
