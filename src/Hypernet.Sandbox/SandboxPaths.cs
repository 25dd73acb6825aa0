namespace Hypernet.Sandbox;

/// <summary>Where a program finds its things, inside every sandbox.</summary>
public static class SandboxPaths
{
    /// <summary>The unpacked program, read-only.</summary>
    public const string Program = "/prog";

    /// <summary>The partition of the input, read-only.</summary>
    public const string Input = "/input";

    /// <summary>The bindings to the runtime, read-only, on PYTHONPATH.</summary>
    public const string Bindings = "/opt/hypernet";

    /// <summary>The socket of the runtime.</summary>
    public const string Socket = "/run/hypernet/dac.sock";

    /// <summary>Working and home folder, writable, in memory, gone with the program.</summary>
    public const string Scratch = "/scratch";
}
