using Hypernet.Agent.Matching;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Agent.Tests.Matching;

public sealed class UnderbiddingTests
{
    private static readonly TimeSpan Auction = TimeSpan.FromSeconds(100);

    [Fact]
    public void Highest_ask_is_underbid_by_as_little_as_will_do()
    {
        var story = Full().Underbid(9, 0, 800).Underbid(10, 2, 799);

        Assert.Equal(new Opening.Underbid(1, new Amount(855)), Of(story, leastPrice: 855));
        story.Underbid(11, 1, 101);
        Assert.Equal(new Opening.Underbid(0, new Amount(760)), Of(story, leastPrice: 1));
    }

    [Fact]
    public void Nobody_is_underbid_below_the_least_price_nor_without_one()
    {
        Assert.Null(Of(Full(), leastPrice: 856));
        Assert.Null(Of(Full(), leastPrice: 0));
    }

    [Fact]
    public void Nobody_is_underbid_where_a_slot_is_free_or_the_auction_is_over()
    {
        Assert.Null(Of(new Story(auction: Auction).Sign(0)));
        Assert.NotNull(Of(Full().Wait(100)));
        Assert.Null(Of(Full().Wait(101)));
        Assert.NotNull(Of(Full().Underbid(9, 0, 800, extensions: 1).Wait(160)));
        Assert.Null(Of(Story.Filled()));
        Assert.Null(Of(Story.Started()));
    }

    private static Story Full() => new Story(auction: Auction).SignAll().Tell(new JobEvent.JobFilled(Story.Dawn));

    private static Opening.Underbid? Of(Story story, ulong leastPrice = 1) => Underbidding.Of(story.State, story.Now, new Amount(leastPrice));
}
