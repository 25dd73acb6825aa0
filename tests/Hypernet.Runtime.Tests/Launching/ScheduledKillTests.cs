using Xunit;

namespace Hypernet.Runtime.Launching;

public sealed class ScheduledKillTests
{
    [Theory]
    [InlineData("3@1s", 3, 1000)]
    [InlineData("0@200ms", 0, 200)]
    [InlineData("12@1.5s", 12, 1500)]
    [InlineData("1@2min", 1, 120_000)]
    public void Kill_after_a_time_is_read(string text, int rank, int milliseconds) =>
        Assert.Equal(ScheduledKill.AfterTime(rank, TimeSpan.FromMilliseconds(milliseconds)), ScheduledKill.Parse(text));

    [Theory]
    [InlineData("3@0op", 3, 0)]
    [InlineData("0@12op", 0, 12)]
    public void Kill_after_operations_is_read(string text, int rank, int operations) =>
        Assert.Equal(ScheduledKill.AfterOperations(rank, operations), ScheduledKill.Parse(text));

    [Theory]
    [InlineData("3.1@0op", 3, 1)]
    [InlineData("0.12@0op", 0, 12)]
    public void Replica_is_read(string text, int rank, int replica) =>
        Assert.Equal(ScheduledKill.AfterOperations(rank, 0) with { Replica = replica }, ScheduledKill.Parse(text));

    [Theory]
    [InlineData("3.@1s")]
    [InlineData(".1@1s")]
    [InlineData("3.1.0@1s")]
    [InlineData("3.-1@1s")]
    [InlineData("")]
    [InlineData("3")]
    [InlineData("3@")]
    [InlineData("@1s")]
    [InlineData("-1@1s")]
    [InlineData("3@1")]
    [InlineData("3@-1s")]
    [InlineData("3@1e9s")]
    [InlineData("3@25000min")]
    [InlineData("3@1s@2s")]
    [InlineData("3@1.5op")]
    [InlineData("three@1s")]
    public void Anything_else_is_no_kill(string text) => Assert.Null(ScheduledKill.Parse(text));
}
