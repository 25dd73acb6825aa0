namespace Hypernet.Sandbox;

/// <summary>Root of what the sandbox throws.</summary>
public abstract class SandboxException : Exception
{
    private protected SandboxException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
