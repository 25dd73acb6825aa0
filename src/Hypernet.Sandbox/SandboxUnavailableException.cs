namespace Hypernet.Sandbox;

/// <summary>The machine cannot isolate a program, and none runs unisolated.</summary>
public sealed class SandboxUnavailableException : SandboxException
{
    internal SandboxUnavailableException(string reason, string hint)
        : base($"The sandbox is unavailable: {reason} {hint}")
    {
        Reason = reason;
        Hint = hint;
    }

    /// <summary>What is missing.</summary>
    public string Reason { get; }

    /// <summary>What to install or to change.</summary>
    public string Hint { get; }
}
