namespace Hypernet.Testing;

/// <summary>The checkout that the tests run in.</summary>
public static class Repository
{
    /// <summary>The folder that holds Hypernet.sln.</summary>
    public static string Root { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Hypernet.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException($"No Hypernet.sln above {AppContext.BaseDirectory}.");
        }

        return folder.FullName;
    }
}
