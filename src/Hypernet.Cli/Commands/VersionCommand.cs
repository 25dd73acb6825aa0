using System.CommandLine;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Hypernet.Cli.Commands;

/// <summary><c>hypernet version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(CommandStreams streams) =>
        new Command("version", "Print the version.").Does(streams, (context, _) =>
        {
            string version = typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
            context.Print(version, new JsonObject { ["version"] = version }, output => output.WriteLine(version));
            return Task.CompletedTask;
        });
}
