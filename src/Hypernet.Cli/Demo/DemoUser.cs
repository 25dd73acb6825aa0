using System.Diagnostics;
using Hypernet.Sandbox;

namespace Hypernet.Cli.Demo;

/// <summary>
/// Who a process of the demo runs as. Started by root it is a user of its own with its own control groups; otherwise the
/// user who started the demo.
/// </summary>
internal sealed class DemoUser : IAsyncDisposable
{
    private readonly HostUserLease? _lease;
    private readonly ResourceDelegation? _delegation;

    private DemoUser(string folder, HostUserLease? lease, ResourceDelegation? delegation) =>
        (Folder, _lease, _delegation) = (folder, lease, delegation);

    /// <summary>Its own folder.</summary>
    public string Folder { get; }

    /// <summary>Takes a user for a process of this demo, and gives it the folder with all that is in it.</summary>
    public static DemoUser Take(string process, string folder)
    {
        if (!HostUser.Current.IsRoot)
        {
            return new DemoUser(folder, null, null);
        }

        var lease = HostUserLease.Acquire();
        Ownership.Give(folder, lease.User);

        // Another demo on this machine has groups of other names: each kills what is left in its own.
        return new DemoUser(folder, lease, ResourceFence.Delegate(lease.User, $"hypernet-demo-{Environment.ProcessId}-{process}"));
    }

    /// <summary>Prepares the start of <c>hypernet</c> as this user, with nothing of our environment but what it needs.</summary>
    /// <param name="binaries">The folder with hypernet.dll, which the user can read.</param>
    /// <param name="arguments">The command line.</param>
    public ProcessStartInfo Hypernet(string binaries, params IEnumerable<string> arguments) => Assembly(Path.Combine(binaries, "hypernet.dll"), arguments);

    /// <summary>The same of another program.</summary>
    /// <param name="path">The program's assembly, which the user can read.</param>
    /// <param name="arguments">The command line.</param>
    public ProcessStartInfo Assembly(string path, params IEnumerable<string> arguments)
    {
        string[] command = [path, .. arguments];
        string dotnet = Environment.ProcessPath!;
        var start = _lease is { } lease
            ? PrivilegeDrop.StartInfo(lease.User, Folder, _delegation, dotnet, command)
            : new ProcessStartInfo(dotnet, command) { WorkingDirectory = Folder };
        start.Environment["HYPERNET_WALLETS"] = Path.Combine(Folder, "wallets");
        start.Environment["HYPERNET_PASSWORD_FILE"] = Path.Combine(Folder, "password");
        start.Environment["HYPERNET_STATE"] = Path.Combine(Folder, "state");

        // A killed process could not remove the runtime's diagnostic sockets.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        return start;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_delegation is not null)
        {
            await _delegation.DisposeAsync();
        }

        _lease?.Dispose();
    }
}
