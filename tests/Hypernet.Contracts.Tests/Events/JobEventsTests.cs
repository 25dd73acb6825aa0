using System.Reflection;
using Hypernet.Contracts.Abi;
using Hypernet.Ethereum;
using Hypernet.Ethereum.Abi;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;
using Xunit;

namespace Hypernet.Contracts.Events;

public sealed class JobEventsTests
{
    private static readonly Address Seller = Address.Parse("0x00000000000000000000000000000000000000aa");

    [Fact]
    public void Every_event_of_the_contract_is_decoded_under_its_own_name()
    {
        Type[] ofContract = [.. typeof(JobAbi).GetNestedTypes().Where(type => type.Name.EndsWith("Event", StringComparison.Ordinal))];
        IEnumerable<string> ofMarket = typeof(JobEvent).GetNestedTypes().Select(type => type.Name).Where(name => name != "JobPlaced");

        Assert.Equal(ofMarket.Order(), ofContract.Select(type => type.Name[..^"Event".Length]).Order());
        Assert.Equal(
            ofContract.Select(type => type.GetProperty("EventTopic", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!.ToString()).Order(),
            JobEvents.Topics.Select(topic => topic.ToString()).Order());
    }

    [Fact]
    public void Every_event_of_the_ledger_is_decoded_under_its_own_name()
    {
        // Connected happens once, at the deployment.
        IEnumerable<string> ofContract = typeof(CollateralAbi).GetNestedTypes().Select(type => type.Name)
            .Where(name => name.EndsWith("Event", StringComparison.Ordinal) && name != "ConnectedEvent").Select(name => name[..^"Event".Length]);

        Assert.Equal(ofContract.Order(), typeof(CollateralEvent).GetNestedTypes().Select(type => type.Name).Order());
        Assert.Equal(CollateralEvents.Topics.Count, ofContract.Count());
    }

    [Fact]
    public void A_log_of_a_job_becomes_its_event()
    {
        Assert.True(JobEvents.TryDecode(Paid(earned: 5), out JobEvent? happened));
        Assert.Equal(
            new JobEvent.SellerPaid(3, Seller.ToAccount(), 2, new Amount(5), default, default, default, default, true), happened);
    }

    [Fact]
    public void A_log_that_no_job_of_ours_emits_is_none()
    {
        FilterLog log = Paid(5);

        Assert.False(JobEvents.TryDecode(Paid(UInt256.MaxValue), out _));
        Assert.False(JobEvents.TryDecode(log with { Topics = [] }, out _));
        Assert.False(JobEvents.TryDecode(log with { Topics = [.. log.Topics, .. log.Topics] }, out _));
        Assert.False(JobEvents.TryDecode(log with { Topics = [Keccak256.Hash("Else()"), .. log.Topics.Skip(1)] }, out _));
        Assert.False(JobEvents.TryDecode(log with { Topics = [log.Topics[0], AbiTopic.Of(uint.MaxValue), log.Topics[2]] }, out _));
        Assert.False(JobEvents.TryDecode(log with { Data = log.Data[..^32] }, out _));
    }

    [Fact]
    public void A_movement_in_the_ledger_has_its_kind()
    {
        var writer = new AbiWriter(32);
        writer.Write(7UL);
        Hash32[] topics = [CollateralAbi.MovedEvent.EventTopic, AbiTopic.Of(Address.Zero), AbiTopic.Of(Seller), AbiTopic.Of((UInt256)9UL)];

        Assert.True(CollateralEvents.TryDecode(topics, writer.ToArray(), out CollateralEvent? happened));
        Assert.Equal(new CollateralEvent.Moved(Account.None, Seller.ToAccount(), Movement.Stake, new Amount(7)), happened);
    }

    [Fact]
    public void Times_beyond_the_calendar_are_its_end()
    {
        Assert.Equal(9999, ((1UL << 40) - 1).ToTime().Year);
        Assert.Null(0UL.ToTimeOrNone());
    }

    private static FilterLog Paid(UInt256 earned)
    {
        var writer = new AbiWriter(7 * 32);
        writer.Write(2UL);
        writer.Write(earned);
        for (int i = 0; i < 4; i++)
        {
            writer.Write(0UL);
        }

        writer.Write(true);
        return new FilterLog
        {
            Address = Address.Zero,
            Topics = [JobAbi.SellerPaidEvent.EventTopic, AbiTopic.Of((UInt256)3UL), AbiTopic.Of(Seller)],
            Data = writer.ToArray(),
            BlockNumber = 1,
            BlockHash = default,
            TransactionHash = default,
            TransactionIndex = 0,
            LogIndex = 0,
        };
    }
}
