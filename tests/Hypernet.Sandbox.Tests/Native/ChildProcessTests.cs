using Hypernet.Testing;
using Xunit;

namespace Hypernet.Sandbox;

public sealed class ChildProcessTests
{
    [Fact]
    public async Task Child_gets_no_variable_no_signal_mask_and_no_descriptor_but_its_own()
    {
        using var folder = new TemporaryFolder();
        using var output = new FileStream(folder.Of("output"), FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        int leaked = Libc.Duplicate((int)output.SafeFileHandle.DangerousGetHandle(), 0, 200);
        const string Script = "/usr/bin/tr '\\0' ' ' < /proc/self/environ; /usr/bin/grep -E '^Sig(Blk|Ign)' /proc/self/status; for f in /proc/$$/fd/*; do echo ${f##*/}; done";

        var child = await ChildProcess.StartAsync(
            ["/bin/sh", "-c", Script], [(int)output.SafeFileHandle.DangerousGetHandle()]);
        await child.Exit;

        _ = Libc.Close(leaked);

        // 32 and 33 are glibc's own, which it lets nobody set; 2 is the folder that the shell reads.
        Assert.Equal(
            ["SigBlk:\t0000000000000000", "SigIgn:\t0000000180000000", "0", "1", "2"],
            (await File.ReadAllLinesAsync(folder.Of("output"))).Select(line => line.Trim()).Where(line => !line.StartsWith("PWD", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Child_that_dies_with_its_parent_survives_the_thread_that_asked_for_it()
    {
        using var folder = new TemporaryFolder();
        var started = new TaskCompletionSource<ChildProcess>();
        var thread = new Thread(() => started.SetResult(
            ChildProcess.StartAsync(["/usr/bin/setpriv", "--pdeathsig", "KILL", "/bin/sh", "-c", $"sleep 0.5; echo alive > {folder.Of("word")}"], []).Result));
        thread.Start();
        var child = await started.Task;
        thread.Join();

        await child.Exit;

        Assert.Equal("alive\n", await File.ReadAllTextAsync(folder.Of("word")));
    }

    [Fact]
    public async Task Child_is_killed()
    {
        var child = await ChildProcess.StartAsync(["/bin/sleep", "1000"], []);

        child.Kill();

        await child.Exit.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(Directory.Exists($"/proc/{child.Id}"));
    }

    [Fact]
    public async Task Command_that_is_not_there_is_told()
    {
        var refused = await Assert.ThrowsAsync<IOException>(() => ChildProcess.StartAsync(["/nowhere"], []));

        Assert.Contains("/nowhere", refused.Message, StringComparison.Ordinal);
    }
}
