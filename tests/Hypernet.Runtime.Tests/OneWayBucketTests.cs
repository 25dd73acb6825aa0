using Hypernet.Testing;
using Xunit;

namespace Hypernet.Runtime;

public sealed class OneWayBucketTests
{
    [Fact]
    public async Task A_full_bucket_gives_at_once_and_an_empty_one_at_its_rate()
    {
        var time = new ManualTimeProvider();
        var bucket = new OneWayBucket(perSecond: 4, time);
        for (int frame = 0; frame < 4; frame++)
        {
            Assert.True(bucket.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        }

        for (int frame = 0; frame < 3; frame++)
        {
            var taken = bucket.TakeAsync(CancellationToken.None);
            time.Advance(TimeSpan.FromSeconds(0.24));
            Assert.False(taken.IsCompleted);
            time.Advance(TimeSpan.FromSeconds(0.01));
            await taken.WaitAsync(TimeSpan.FromSeconds(10));
        }
    }

    [Fact]
    public void An_idle_bucket_holds_no_more_than_a_second()
    {
        var time = new ManualTimeProvider();
        var bucket = new OneWayBucket(perSecond: 2, time);
        time.Advance(TimeSpan.FromDays(1));

        Assert.True(bucket.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(bucket.TakeAsync(CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(bucket.TakeAsync(CancellationToken.None).IsCompleted);
    }
}
