using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class PrivilegeDropTests
{
    [RootFact]
    public void Root_makes_no_sandbox()
    {
        var refused = Assert.Throws<UnsafeUserException>(() => new BubblewrapSandbox(ResourceFence.RlimitsOnly, TimeProvider.System));

        Assert.True(refused.User.IsRoot);
    }

    [Fact]
    public void Nobody_is_switched_to_root()
    {
        Assert.Throws<UnsafeUserException>(() => PrivilegeDrop.StartInfo(new HostUser(0), "/", null, "/bin/true"));
        Assert.Throws<UnsafeUserException>(() => ResourceFence.Delegate(new HostUser(0), "hypernet-test"));
    }

    [RootFact]
    public async Task Child_has_lost_user_groups_capabilities_and_variables()
    {
        using var lease = HostUserLease.Acquire();
        using var folder = new PublicFolder();
        var info = PrivilegeDrop.StartInfo(
            lease.User, folder.Path, null, "/bin/sh", "-c", "grep -E '^(Uid|Gid|Groups|Cap(Inh|Prm|Eff|Amb)|NoNewPrivs)' /proc/self/status; env | cut -d= -f1 | sort");
        info.RedirectStandardOutput = true;
        using var process = Process.Start(info)!;
        string id = lease.User.Id.ToString(CultureInfo.InvariantCulture);

        string[] lines = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(
            [
                $"Uid:\t{id}\t{id}\t{id}\t{id}", $"Gid:\t{id}\t{id}\t{id}\t{id}", "Groups:", "CapInh:\t0000000000000000", "CapPrm:\t0000000000000000",
                "CapEff:\t0000000000000000", "CapAmb:\t0000000000000000", "NoNewPrivs:\t1", "HOME", "LANG", "PATH", "PWD",
            ],
            lines);
    }

    [RootFact]
    public void Users_are_leased_to_one_only_and_given_back()
    {
        var first = HostUserLease.Acquire();
        using var second = HostUserLease.Acquire();
        Assert.NotEqual(first.User, second.User);

        first.Dispose();

        using var third = HostUserLease.Acquire();
        Assert.NotEqual(second.User, third.User);
    }
}
