namespace Hypernet.Contracts;

/// <summary>There is no deployment to work with, or it is another chain's.</summary>
public sealed class DeploymentException : ContractsException
{
    internal DeploymentException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
