using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Ethereum;
using Hypernet.Market;

namespace Hypernet.Buyer;

/// <summary>A job as the stream of events tells it; what a reorg takes back is taken back here.</summary>
/// <param name="server">The server that tells it.</param>
public sealed class JobHistory(Uri server)
{
    // States by block, oldest first; those of final blocks are dropped but for the last.
    private readonly List<(long Block, string Hash, JobState State)> _states = [];

    /// <summary>Reads what a server has stored of a job so far.</summary>
    /// <param name="server">The server.</param>
    /// <param name="job">The job's contract.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The job; null if the server knows of none there.</returns>
    /// <exception cref="ApiException">The server failed.</exception>
    public static async Task<JobState?> ReadAsync(HypernetClient server, Account job, CancellationToken cancellationToken = default)
    {
        var history = new JobHistory(server.Server);
        await foreach (var view in server.JobEventsAsync(job.ToAddress().ToString(), cancellationToken))
        {
            history.Add(view);
        }

        return history.State;
    }

    /// <summary>The job; null before its placement.</summary>
    public JobState? State => _states.Count > 0 ? _states[^1].State : null;

    /// <summary>Takes note of an event of the job; answers whether it is one.</summary>
    /// <exception cref="AnswerNotUnderstoodException">Its topics or data are no hexadecimal bytes.</exception>
    /// <exception cref="JobHistoryException">It cannot follow the events before it: only a custom kind of job can tell nonsense.</exception>
    public bool Add(EventView view)
    {
        if (Decode(view) is not { } happened)
        {
            return false;
        }

        var state = happened is JobEvent.JobPlaced placed ? JobState.Of(placed) : State?.When(happened);
        if (state is null)
        {
            return false;
        }

        if (_states.Count > 0 && _states[^1].Hash == view.Block.Hash)
        {
            _states.RemoveAt(_states.Count - 1);
        }

        _states.Add((view.Block.Number, view.Block.Hash, state));
        return true;
    }

    /// <summary>Takes back a block; answers whether it held something of the job.</summary>
    public bool Revert(string hash) => _states.RemoveAll(state => state.Hash == hash) > 0;

    /// <summary>Nothing up to this block will be taken back.</summary>
    public void Finalize(long block)
    {
        int final = _states.FindLastIndex(state => state.Block <= block);
        if (final > 0)
        {
            _states.RemoveRange(0, final);
        }
    }

    private JobEvent? Decode(EventView view)
    {
        Hash32[] topics;
        byte[] data;
        try
        {
            topics = [.. view.Topics.Select(topic => Hash32.Parse(topic))];
            data = Hex.Parse(view.Data);
        }
        catch (FormatException fault)
        {
            throw new AnswerNotUnderstoodException(server, fault.Message, fault);
        }

        return JobEvents.TryDecode(topics, data, out var happened) ? happened
            : FactoryEvents.TryDecode(topics, data, out var placed) ? placed
            : null;
    }
}
