using System.Text.Json;
using Xunit;

namespace Hypernet.Cli.Tests;

/// <summary>What one command line ended with.</summary>
/// <param name="ExitCode">The exit code.</param>
/// <param name="Output">What it printed as data.</param>
/// <param name="Talk">What it said beside it.</param>
public sealed record CommandRun(int ExitCode, string Output, string Talk)
{
    /// <summary>The data as JSON.</summary>
    public JsonElement Json => JsonDocument.Parse(Output).RootElement;

    /// <summary>Runs a command line in this process.</summary>
    public static async Task<CommandRun> OfAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var talk = new StringWriter();
        int exitCode = await HypernetCommand.RunAsync(args, output, talk);
        return new CommandRun(exitCode, output.ToString(), talk.ToString());
    }

    /// <summary>It must have succeeded.</summary>
    public CommandRun Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}: {Talk}");
        return this;
    }

    /// <summary>It must have failed with this code, an error that says this, and no data.</summary>
    public void Failed(int exitCode, string error, string? hint = null)
    {
        Assert.True(exitCode == ExitCode, $"exit code {ExitCode}: {Talk}");
        string[] lines = Talk.TrimEnd().Split('\n');
        Assert.Contains(lines, line => line.StartsWith("error: ", StringComparison.Ordinal) && line.Contains(error, StringComparison.Ordinal));
        Assert.True(hint is null || lines.Any(line => line.StartsWith("hint: ", StringComparison.Ordinal) && line.Contains(hint, StringComparison.Ordinal)), Talk);
        Assert.Empty(Output);
    }
}
