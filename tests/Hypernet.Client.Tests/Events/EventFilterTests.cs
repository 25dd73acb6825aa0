using Xunit;

namespace Hypernet.Client.Events;

public sealed class EventFilterTests
{
    [Fact]
    public void Filter_reads_what_it_writes()
    {
        var query = new EventQuery { Job = "0x01", Names = ["JobPlaced", "JobFilled"] };

        Assert.True(EventFilter.TryParse(EventFilter.Format(query), out EventQuery read, out _));

        Assert.Equal(query.Job, read.Job);
        Assert.Equal(query.Names, read.Names);
        Assert.Null(EventFilter.Format(new EventQuery()));
        Assert.True(EventFilter.TryParse(null, out _, out _));
    }

    [Theory]
    [InlineData("JobPlaced")]
    [InlineData("job:0x01,job:0x02")]
    [InlineData("name:a,buyer:b")]
    public void Filter_that_means_nothing_is_refused(string text)
    {
        Assert.False(EventFilter.TryParse(text, out _, out string fault));
        Assert.NotEmpty(fault);
    }
}
