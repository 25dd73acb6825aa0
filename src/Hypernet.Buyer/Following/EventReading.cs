using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>Reads a job from the events that a server tells of it, in their raw form: its words for people decide nothing.</summary>
public static class EventReading
{
    /// <summary>Reads what a server has stored of a job so far.</summary>
    /// <param name="server">The server.</param>
    /// <param name="job">The job's contract.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; null if the server knows of none there.</returns>
    /// <exception cref="ApiException">The server failed.</exception>
    /// <exception cref="JobHistoryException">An event cannot follow the others: only a custom kind of job can tell nonsense.</exception>
    public static async Task<JobState?> JobStateAsync(this HypernetClient server, Account job, CancellationToken cancellationToken = default)
    {
        var history = new JobHistory();
        await foreach (var view in server.JobEventsAsync(job.ToAddress().ToString(), cancellationToken))
        {
            history.Add(view, server.Server);
        }

        return history.State;
    }

    /// <summary>Takes note of an event; answers whether it tells something of the job.</summary>
    /// <exception cref="AnswerNotUnderstoodException">Its topics or data are no hexadecimal bytes.</exception>
    internal static bool Add(this JobHistory history, EventView view, Uri server) =>
        Decode(view, server) is { } happened && history.Add((ulong)view.Block.Number, view.Block.Hash, happened);

    private static JobEvent? Decode(EventView view, Uri server)
    {
        try
        {
            return JobEvents.TryDecode(view.Topics, view.Data, out var happened) ? happened
                : FactoryEvents.TryDecode(view.Topics, view.Data, out var placed) ? placed
                : null;
        }
        catch (FormatException fault)
        {
            throw new AnswerNotUnderstoodException(server, fault.Message, fault);
        }
    }
}
