using System.CommandLine;
using System.Reflection;

namespace Hypernet.Cli.Commands;

/// <summary><c>hypernet version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(TextWriter output)
    {
        var command = new Command("version", "Print the version.");
        command.SetAction(_ =>
        {
            output.WriteLine(typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            return ExitCode.Ok;
        });
        return command;
    }
}
