using System.Diagnostics;
using System.Net;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>A network namespace for one agent.</summary>
/// <param name="Namespace">Its name.</param>
/// <param name="Address">Where others reach the agent.</param>
public sealed record SellerPlace(string Namespace, IPAddress Address)
{
    /// <summary>The same start, in the namespace. Not by <c>ip netns exec</c>, which hides the control groups.</summary>
    public ProcessStartInfo Enter(ProcessStartInfo start)
    {
        var entering = new ProcessStartInfo("/usr/bin/nsenter", [$"--net=/run/netns/{Namespace}", "--", start.FileName, .. start.ArgumentList])
        {
            WorkingDirectory = start.WorkingDirectory,
        };
        entering.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            entering.Environment[name] = value;
        }

        return entering;
    }
}
