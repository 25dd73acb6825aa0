using System.Runtime.InteropServices;

namespace Hypernet.Network;

/// <summary>The operating system refused what the network layer cannot do without.</summary>
public sealed class SystemCallException(string message, int error) : NetworkException(message)
{
    /// <summary>The system's number of the error (errno).</summary>
    public int Error { get; } = error;

    internal static SystemCallException Of(string what, int error) =>
        new($"{what} failed: {Marshal.GetPInvokeErrorMessage(error)} (error {error}).", error);
}
