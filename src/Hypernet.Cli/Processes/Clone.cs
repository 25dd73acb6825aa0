namespace Hypernet.Cli.Processes;

/// <summary>The clone that this command was built in: contracts, examples and tools lie there.</summary>
internal static class Clone
{
    private const string Mark = "hardhat.config.js";

    /// <summary>The clone's folder.</summary>
    /// <exception cref="CommandException">The command does not lie in a clone.</exception>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return folder.FullName;
            }
        }

        throw new CommandException(ExitCode.Failed, $"there is no {Mark} above {AppContext.BaseDirectory}", "run this command in a clone: npx hypernet …");
    }
}
