using Hypernet.Agent.Peers;
using Hypernet.Agent.Tests.Duties;
using Hypernet.Market;
using Hypernet.Testing;
using Xunit;

namespace Hypernet.Agent.Tests.Peers;

public sealed class EnteredRunTests : IDisposable
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);

    private readonly TemporaryFolder _folder = new();
    private readonly Story _story = Story.Started();

    private JobState Job => _story.State;

    private Tenure Own => Job.TenureAt(1);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void First_process_enters_the_run_of_the_job_from_now_on()
    {
        var none = EnteredRun.Read(_folder.Of("entered"));

        Assert.False(none.IsOf(Job, Own));
        Assert.Equal(new EnteredRun(Job.Seed, Own.Id, 1, Now.ToUnixTimeSeconds()), none.Next(Job, Own, Now));
    }

    [Fact]
    public async Task Process_that_comes_later_knows_of_the_one_before()
    {
        var first = EnteredRun.Read(_folder.Of("entered")).Next(Job, Own, Now);
        await first.WriteAsync(_folder.Of("entered"), default);

        var last = EnteredRun.Read(_folder.Of("entered"));

        Assert.Equal(first, last);
        Assert.True(last.IsOf(Job, Own));
        Assert.False(last.IsOf(Job, Job.TenureAt(2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(1)]
    [InlineData(60)]
    public void Delegate_begins_later_than_the_one_before_whatever_the_clock_says(int seconds)
    {
        var first = EnteredRun.Read(_folder.Of("entered")).Next(Job, Own, Now);

        var next = first.Next(Job, Own, Now + TimeSpan.FromSeconds(seconds));

        Assert.Equal(first.NotBefore + Math.Max(1, seconds), next.NotBefore);
    }

    [Fact]
    public void Nobody_goes_back_to_a_run_that_a_reorg_has_brought_back()
    {
        var ahead = new EnteredRun(Job.Seed, Own.Id, 3, Now.ToUnixTimeSeconds());

        Assert.Equal(3, ahead.Next(Job, Own, Now).Run);
        Assert.Equal(1, (ahead with { Seed = default }).Next(Job, Own, Now).Run);
    }

    [Fact]
    public void Token_is_of_one_job_draw_and_run()
    {
        var job = Account.Parse("0x00112233445566778899aabbccddeeff00112233");
        byte[] token = RunToken.Of(job, Bytes32.Sha256("seed"u8), 2);

        Assert.Equal("da691f320b8045c933e45d7355015db62ec125621640017b13acc8076fdfeb14", Convert.ToHexStringLower(token));
        Assert.NotEqual(token, RunToken.Of(Story.Person(1), Bytes32.Sha256("seed"u8), 2));
        Assert.NotEqual(token, RunToken.Of(job, Bytes32.Sha256("other"u8), 2));
        Assert.NotEqual(token, RunToken.Of(job, Bytes32.Sha256("seed"u8), 3));
    }
}
