using Hypernet.Buyer;
using Hypernet.Client;
using Hypernet.Market;

namespace Hypernet.Cli.Demo;

/// <summary>The job of the demo from its placement to its last claim, as its events tell it.</summary>
internal sealed class DemoStory(DemoPlan plan, IReadOnlyList<DemoSeller> sellers, PhaseClock clock, Action<string> say)
{
    /// <summary>The longest that a job may take to its end after somebody was killed who comes back.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(120);

    private readonly List<EventView> _events = [];

    /// <summary>The job, after the last event that came; null before the first.</summary>
    public JobState? Job { get; private set; }

    /// <summary>All its events.</summary>
    public IReadOnlyList<EventView> Events => _events;

    /// <summary>Who was killed; null before.</summary>
    public IVictim? Victim { get; private set; }

    /// <summary>Seconds from the command to the first signature.</summary>
    public double FirstSignature { get; private set; } = double.NaN;

    /// <summary>Tells people what happens until the job has ended, and lets happen what is planned.</summary>
    /// <param name="reader">The market.</param>
    /// <param name="job">The job.</param>
    /// <param name="planned">Who is killed in checkpoint 2; null for nobody.</param>
    /// <param name="bound">Set to end after <see cref="Bound"/> when somebody is killed who comes back.</param>
    /// <param name="cancellationToken">Ends the story.</param>
    public async Task FollowAsync(MarketReader reader, Account job, IVictim? planned, CancellationTokenSource bound, CancellationToken cancellationToken)
    {
        var script = new DemoScript(plan, sellers, planned, say);
        var narrator = new DemoNarrator(NameOf, say);
        await foreach (var moment in reader.FollowAsync(job, cancellationToken: cancellationToken))
        {
            if (Job is null)
            {
                var terms = moment.State.Terms;
                say($"job {job} placed: {terms.Groups} groups × {terms.Replication} replicas, {terms.Checkpoints} checkpoints, {moment.State.Money.Funded} HYT in escrow");
            }

            Job = moment.State;
            if (Job.Tenures.Count > 0 && double.IsNaN(FirstSignature))
            {
                FirstSignature = clock.Elapsed;
                clock.End("firstSignature");
            }

            narrator.Tell(moment, clock);
            if (await script.PlayAsync(Job, cancellationToken))
            {
                Victim = script.Victim;
                if (Victim == planned)
                {
                    bound.CancelAfter(Bound);
                }
            }
        }
    }

    /// <summary>Reads the job's whole story again, once every claim and the refund are in it.</summary>
    public async Task CloseAsync(MarketReader reader, Account job, CancellationToken cancellationToken)
    {
        await foreach (var moment in reader.FollowAsync(job, IsClosed, cancellationToken))
        {
            Job = moment.State;
            if (moment.Event is { } view)
            {
                _events.Add(view);
            }
        }
    }

    /// <summary>What it waits for where it does not go on.</summary>
    public string Waits() => DemoWait.Of(Job, NameOf);

    private static bool IsClosed(JobState job) => job.HasEnded && job.IsRefunded && job.Tenures.All(tenure => tenure.IsClosed);

    private string NameOf(Account seller) => sellers.Single(one => one.Account.Account == seller).Name;
}
