namespace Hypernet.Runtime;

/// <summary>The libraries through which programs speak to the runtime; copied beside the assemblies.</summary>
public static class Bindings
{
    /// <summary>The folder to put on PYTHONPATH: it holds the package <c>hypernet</c>.</summary>
    public static string PythonFolder { get; } = Path.Combine(AppContext.BaseDirectory, "bindings", "python");

    /// <summary>The folder that holds <c>hypernet.h</c> and <c>hypernet.c</c>.</summary>
    public static string CFolder { get; } = Path.Combine(AppContext.BaseDirectory, "bindings", "c");
}
