using Xunit;

namespace Hypernet.Market;

/// <summary>Slots before the start: given back, taken for less, at a price that rises.</summary>
public sealed class JobStateSigningTests
{
    private static readonly Amount Kappa = new(300);

    [Fact]
    public void A_slot_given_back_is_taken_over_by_the_seller_of_the_last_one()
    {
        JobState state = new JobStory().Sign(0).Sign(1).Sign(2).Tell(new JobEvent.SellerUnsigned(0, JobStory.Person(0), Kappa)).State;

        Assert.Equal([JobStory.Person(2), JobStory.Person(1)], state.Tenures.Select(tenure => tenure.Seller));
        Assert.Equal([(0, 0), (1, 1)], state.Tenures.Select(tenure => (tenure.Id, tenure.Rank)));
        Assert.Equal(new FormerSeller(JobStory.Person(0), 1, HasUnsigned: true), state.FormerSellerOf(JobStory.Person(0)));
        Assert.Equal((new Amount(6000) - Kappa, Kappa), (state.Money.Released, state.Money.Forfeited));
        Assert.Equal(new Amount((1010 * 6 * 3) + (2 * 6000)), state.Money.Balance);
    }

    [Fact]
    public void The_last_slot_given_back_is_just_free()
    {
        JobState state = new JobStory().Sign(0).Sign(1).Tell(new JobEvent.SellerUnsigned(1, JobStory.Person(1), Kappa)).Sign(5).State;

        Assert.Equal([JobStory.Person(0), JobStory.Person(5)], state.Tenures.Select(tenure => tenure.Seller));
    }

    [Fact]
    public void A_seller_underbid_is_a_stranger_again_and_may_return()
    {
        JobStory story = new JobStory(auction: TimeSpan.FromMinutes(5)).Sign(0).Sign(1).Underbid(9, 0, 800);

        Assert.Null(story.State.TenureOf(JobStory.Person(0)));
        Assert.Equal((JobStory.Person(9), new Amount(800), true), (story.State.Tenures[0].Seller, story.State.Tenures[0].Ask, story.State.Tenures[0].IsUnderbid));
        Assert.Equal((new Amount(18_000), new Amount(6000)), (story.State.Money.Locked, story.State.Money.Released));
        story.Sign(0).Underbid(8, 2, 700);
        Assert.Equal(new FormerSeller(JobStory.Person(0), 2, HasUnsigned: false), Assert.Single(story.State.FormerSellers));
    }

    [Fact]
    public void An_ask_is_lowered_and_the_price_rises()
    {
        JobState state = new JobStory().Sign(0).Tell(
            new JobEvent.AskLowered(0, JobStory.Person(0), new Amount(5)), new JobEvent.PriceRaised(new Amount(2000), new Amount(18_180))).State;

        Assert.Equal((new Amount(5), new Amount(2000)), (state.Tenures[0].Ask, state.UnitPrice));
        Assert.Equal(new Amount(2 * 1010 * 6 * 3), state.Money.Funded);
        Assert.Equal(new Amount(1000), state.Terms.UnitPrice);
    }

    [Fact]
    public void An_auction_goes_on_with_its_extensions_and_puts_off_the_end_of_a_full_job()
    {
        JobStory story = new JobStory(auction: TimeSpan.FromMinutes(5)).SignAll().Tell(new JobEvent.JobFilled(JobStory.Dawn)).Underbid(9, 0, 800, extensions: 3);
        DateTimeOffset end = JobStory.Dawn + TimeSpan.FromMinutes(8);

        Assert.Equal(end, story.State.AuctionEnd);
        Assert.True(story.State.IsAuction(end));
        Assert.False(story.State.IsAuction(end + TimeSpan.FromSeconds(1)));
        Assert.Equal(end + TimeSpan.FromSeconds(121), story.State.CancellableFrom);
        Assert.Null(new JobStory().State.AuctionEnd);
        Assert.False(new JobStory().State.IsAuction(JobStory.Dawn));
    }

    [Fact]
    public void While_slots_are_free_an_auction_ends_with_the_sign_deadline()
    {
        JobState state = new JobStory(auction: TimeSpan.FromHours(2)).Sign(0).State;

        Assert.True(state.IsAuction(state.Terms.SignDeadline));
        Assert.False(state.IsAuction(state.Terms.SignDeadline + TimeSpan.FromSeconds(1)));
    }

    [Fact]
    public void A_history_in_which_somebody_leaves_anothers_slot_is_refused()
    {
        JobStory story = new JobStory().Sign(0).Sign(1);

        Assert.Throws<JobHistoryException>(() => story.Tell(new JobEvent.SellerUnsigned(1, JobStory.Person(0), Kappa)));
        Assert.Throws<JobHistoryException>(() => story.Tell(new JobEvent.SellerUnsigned(2, JobStory.Person(0), Kappa)));
        Assert.Throws<JobHistoryException>(() => story.Tell(new JobEvent.AskLowered(2, JobStory.Person(0), Amount.Zero)));
    }
}
