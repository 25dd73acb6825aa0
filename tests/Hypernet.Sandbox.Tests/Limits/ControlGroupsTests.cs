using Xunit;

namespace Hypernet.Sandbox;

public sealed class ControlGroupsTests
{
    private const string Memory = "35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory";
    private const string Cpu = "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct";
    private const string Pids = "39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids";
    private const string Disk = "27 1 254:0 / / rw,relatime - ext4 /dev/vda rw";

    [Fact]
    public void Version_one_has_a_folder_per_controller_in_one_order()
    {
        var groups = ControlGroups.Parse([Disk, Pids, Cpu, Memory], ["8:pids:/", "4:memory:/service/a", "2:cpu,cpuacct:/b", "0::/"]);

        Assert.Equal(["/sys/fs/cgroup/memory/service/a", "/sys/fs/cgroup/cpu,cpuacct/b", "/sys/fs/cgroup/pids"], groups.VersionOne);
        Assert.Null(groups.Unified);
    }

    [Fact]
    public void Container_that_sees_the_path_of_its_host_finds_its_own_folder()
    {
        string[] mounts = [Pids, Cpu, Memory.Replace("0:32 /", "0:32 /docker/7", StringComparison.Ordinal)];

        var groups = ControlGroups.Parse(mounts, ["4:memory:/docker/7/job"]);

        Assert.Equal("/sys/fs/cgroup/memory/job", groups.VersionOne[0]);
    }

    [Fact]
    public void Version_one_without_a_controller_is_none()
    {
        Assert.Empty(ControlGroups.Parse([Cpu, Memory], ["4:memory:/", "2:cpu,cpuacct:/"]).VersionOne);
    }

    [Fact]
    public void Version_two_counts_only_with_all_controllers()
    {
        using var folder = new Testing.TemporaryFolder();
        string[] mounts = [$"41 31 0:38 / {folder.Path} rw,relatime - cgroup2 cgroup2 rw"];
        string[] own = ["0::/user.slice/agent.service"];

        File.WriteAllText(folder.Of("cgroup.controllers"), "cpu pids\n");
        Assert.Null(ControlGroups.Parse(mounts, own).Unified);

        File.WriteAllText(folder.Of("cgroup.controllers"), "cpuset cpu io memory pids\n");
        Assert.Equal(folder.Path + "/user.slice/agent.service", ControlGroups.Parse(mounts, own).Unified);
    }
}
