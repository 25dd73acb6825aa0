using System.Diagnostics;
using Hypernet.Sandbox;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>ip(8), of the Debian package iproute2.</summary>
internal static class NetworkTool
{
    private const string Program = "/usr/sbin/ip";

    /// <summary>Why this machine cannot have the networks of these tests; null if it can.</summary>
    public static string? Obstacle { get; } = FindObstacle();

    /// <summary>Runs a command that must succeed.</summary>
    public static async Task RunAsync(params string[] arguments)
    {
        using var process = Start(arguments);
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"ip {string.Join(' ', arguments)} ended with {process.ExitCode}: {errors}");
        }
    }

    // A container's root may lack the right to make namespaces, and a kernel the bridge.
    private static string? FindObstacle()
    {
        if (!HostUser.Current.IsRoot)
        {
            return "This needs root, who alone makes network namespaces.";
        }

        if (!File.Exists(Program))
        {
            return $"This needs {Program}: apt-get install iproute2.";
        }

        string trial = $"hypernet-{Environment.ProcessId}-trial";
        string? refusal = Refusal("netns", "add", trial);
        if (refusal is null)
        {
            refusal = Refusal("-n", trial, "link", "add", "name", "trial-bridge", "type", "bridge") ?? Refusal("-n", trial, "link", "add", "name", "trial-port", "type", "veth", "peer", "name", "trial-peer");
            _ = Refusal("netns", "del", trial);
        }

        return refusal is null ? null : $"This needs network namespaces, bridges and veth pairs, which this machine refuses: {refusal}";
    }

    private static string? Refusal(params string[] arguments)
    {
        using var process = Start(arguments);
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : errors.Trim();
    }

    private static Process Start(string[] arguments) => Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardError = true })!;
}
