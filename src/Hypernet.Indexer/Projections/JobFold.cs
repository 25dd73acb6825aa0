using Hypernet.Ethereum;
using Hypernet.Indexer.Decoding;
using Hypernet.Market;

namespace Hypernet.Indexer.Projections;

/// <summary>A job's state as far as its events can be followed.</summary>
/// <param name="State">The state after the last event that made sense.</param>
/// <param name="Fault">Why the next one made none; null while all did.</param>
internal sealed record JobFold(JobState State, string? Fault)
{
    /// <summary>The first state, or the state after one more event.</summary>
    public static JobFold Next(JobFold? before, MarketEvent happened) => (before, happened) switch
    {
        (null, MarketEvent.OfJob { Happened: JobEvent.JobPlaced placed }) => new JobFold(JobState.Of(placed), null),
        ({ Fault: null }, MarketEvent.OfJob next) => before.When(next.Happened),
        ({ Fault: null }, MarketEvent.Unreadable next) => before with { Fault = next.Reason },
        ({ }, _) => before,
        _ => throw new InvalidOperationException($"{happened} belongs to no job: only jobs that the factory announced are followed."),
    };

    // Anybody may place a job of an implementation of their own, whose events need not make sense: such a job stops here,
    // all others go on.
    private JobFold When(JobEvent happened)
    {
        try
        {
            return this with { State = State.When(happened) };
        }
        catch (Exception fault) when (fault is MarketException or ArithmeticException or ArgumentException or EthereumException)
        {
            return this with { Fault = fault.Message };
        }
    }
}
