using Hypernet.Sandbox.Launcher;
using Xunit;

namespace Hypernet.Sandbox;

[Collection(SandboxCollection.Name)]
public sealed class EscapeTests(LauncherProcess launcher)
{
    // Limits per process do not bound what many processes take together: that is what makes them weak.
    private static readonly string[] Unbounded = ["resources/memory-of-many"];

    public static TheoryData<string> Attempts { get; } = new(EscapeAttempt.All.Select(attempt => attempt.ToString()));

    public static TheoryData<string> AttemptsOnResources { get; } =
        new(EscapeAttempt.All.Where(attempt => attempt.Family == "resources").Select(attempt => attempt.ToString()).Except(Unbounded));

    [Theory]
    [MemberData(nameof(Attempts))]
    public async Task Attempt_is_held(string attempt)
    {
        var answer = await launcher.AskAsync(new Request { Attempt = attempt });

        bool isBounded = answer.Fence != FenceKind.RlimitsOnly || !Unbounded.Contains(attempt);
        Assert.NotEqual(0u, answer.User);
        Assert.True(answer.IsHeld || !isBounded, $"{answer.Exit} {answer.Error}");
    }

    [Theory]
    [MemberData(nameof(AttemptsOnResources))]
    public async Task Attempt_is_held_by_limits_per_process(string attempt)
    {
        var answer = await launcher.AskAsync(new Request { Attempt = attempt, IsWeak = true });

        Assert.Equal(FenceKind.RlimitsOnly, answer.Fence);
        Assert.True(answer.IsHeld, $"{answer.Exit} {answer.Error}");
    }

    [Theory]
    [InlineData("files/write-outside")]
    [InlineData("files/read-secrets")]
    [InlineData("processes/see-others")]
    [InlineData("processes/read-environment")]
    [InlineData("processes/use-descriptors")]
    [InlineData("processes/signal-agent")]
    [InlineData("sockets/tcp")]
    [InlineData("sockets/abstract")]
    [InlineData("sockets/netlink")]
    [InlineData("namespaces/unshare")]
    [InlineData("kernel/keyctl")]
    [InlineData("kernel/userfaultfd")]
    [InlineData("kernel/io-uring")]
    public async Task Attempt_gets_through_without_a_sandbox(string attempt)
    {
        var answer = await launcher.AskAsync(new Request { Attempt = attempt, IsUnsandboxed = true });

        // A program that merely crashed would prove nothing.
        string[] proofs = ["escaped:", "was written to", "was connected to"];
        Assert.False(answer.IsHeld, answer.Exit);
        Assert.True(proofs.Any(proof => answer.Exit.Contains(proof, StringComparison.Ordinal)), answer.Exit);
    }
}
