using System.Diagnostics;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class ResourceDelegationTests
{
    [RootFact]
    public async Task Delegated_groups_take_in_a_child_and_are_removed_with_it()
    {
        using var lease = HostUserLease.Acquire();
        using var folder = new PublicFolder();
        var delegation = ResourceFence.Delegate(lease.User, "hypernet-" + Path.GetFileName(folder.Path));
        var groups = delegation.JoinFiles.Select(file => Path.GetDirectoryName(file)!).ToArray();
        var info = PrivilegeDrop.StartInfo(lease.User, folder.Path, delegation, "/bin/sh", "-c", "echo here; sleep 1000 & sleep 1000");
        info.RedirectStandardOutput = true;
        using var child = Process.Start(info)!;
        Assert.Equal("here", await child.StandardOutput.ReadLineAsync());
        Assert.All(delegation.JoinFiles, file => Assert.Contains(child.Id.ToString(System.Globalization.CultureInfo.InvariantCulture), File.ReadAllLines(file)));

        await delegation.DisposeAsync();

        await child.WaitForExitAsync();
        Assert.DoesNotContain(groups, Directory.Exists);
        Assert.Equal(delegation.Kind == FenceKind.RlimitsOnly, groups.Length == 0);
    }
}
