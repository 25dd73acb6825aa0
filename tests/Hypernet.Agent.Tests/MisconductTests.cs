using Xunit;

namespace Hypernet.Agent.Tests;

public sealed class MisconductTests
{
    [Theory]
    [InlineData("2", MisconductKind.Digest, 2)]
    [InlineData("digest@1", MisconductKind.Digest, 1)]
    [InlineData("Contribution@2", MisconductKind.Contribution, 2)]
    [InlineData("listen@30", MisconductKind.Listen, 30)]
    public void A_lie_and_a_checkpoint_are_read(string text, MisconductKind kind, int checkpoint) =>
        Assert.Equal(new Misconduct(kind, checkpoint), Misconduct.TryParse(text));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("@2")]
    [InlineData("1@2")]
    [InlineData("digest")]
    [InlineData("digest@")]
    [InlineData("digest@-1")]
    [InlineData("digest,listen@1")]
    [InlineData("theft@1")]
    public void Anything_else_is_no_lie(string text) => Assert.Null(Misconduct.TryParse(text));

    [Fact]
    public void A_wrong_digest_is_told_once_and_what_is_contributed_is_false_from_then_on()
    {
        Assert.Equal([false, true, false], new[] { 1, 2, 3 }.Select(at => new Misconduct(MisconductKind.Digest, 2).Applies(MisconductKind.Digest, at)));
        Assert.Equal([false, true, true], new[] { 1, 2, 3 }.Select(at => new Misconduct(MisconductKind.Listen, 2).Applies(MisconductKind.Listen, at)));
        Assert.False(new Misconduct(MisconductKind.Listen, 2).Applies(MisconductKind.Contribution, 2));
    }
}
