using Hypernet.Agent.Desk;
using Xunit;

namespace Hypernet.Agent.Tests.Desk;

public sealed class DutyAttemptTests
{
    private readonly DutyAttempt _attempt = new(firstSeen: 5);

    [Fact]
    public void Duty_is_tried_once_at_a_time_and_once_a_block()
    {
        Assert.True(_attempt.TryBegin(5));
        Assert.False(_attempt.TryBegin(6));
        _attempt.TryLater();
        Assert.True(_attempt.TryBegin(6));
        _attempt.TryLater();
        Assert.False(_attempt.TryBegin(6));
    }

    [Fact]
    public void Duty_that_was_mined_is_done()
    {
        Assert.True(_attempt.TryBegin(5));
        _attempt.End(isSuccess: true);

        Assert.False(_attempt.TryBegin(6));
    }

    [Fact]
    public void Duty_that_was_mined_and_failed_is_repeated_under_another_key()
    {
        Assert.Equal("", _attempt.Suffix);
        Assert.True(_attempt.TryBegin(5));
        _attempt.End(isSuccess: false);

        Assert.Equal("#1", _attempt.Suffix);
        Assert.True(_attempt.TryBegin(6));
    }

    [Fact]
    public void Refusal_beforehand_keeps_the_key()
    {
        Assert.True(_attempt.TryBegin(5));
        _attempt.TryLater();

        Assert.Equal("", _attempt.Suffix);
    }
}
