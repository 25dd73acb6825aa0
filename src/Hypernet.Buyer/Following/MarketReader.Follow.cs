using System.Runtime.CompilerServices;
using Hypernet.Client;
using Hypernet.Contracts;
using Hypernet.Market;

namespace Hypernet.Buyer;

public sealed partial class MarketReader
{
    /// <summary>Follows a job from its placement until it has ended; a lost connection is dialed again.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="until">Ends the stream where it holds; when the job has ended if null.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    /// <returns>The job after each of its events; the last one where the stream ends.</returns>
    /// <exception cref="JobNotFoundException">The market has no such job.</exception>
    /// <exception cref="ApiException">The server failed for longer than the client's patience.</exception>
    public async IAsyncEnumerable<JobMoment> FollowAsync(
        Account job, Func<JobState, bool>? until = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await market.FindJobAsync(job, cancellationToken: cancellationToken);
        var history = new JobHistory();
        bool isNews = false;
        var query = new EventQuery { Job = job.ToAddress().ToString() };
        await foreach (var item in market.Server.EventsAsync(query, cancellationToken))
        {
            switch (item)
            {
                case EventView view when history.Add(view, market.Server.Server):
                    yield return new JobMoment(history.State!, view, isNews);
                    break;
                case RevertedView reverted when history.Revert(reverted.BlockHash) && history.State is { } left:
                    yield return new JobMoment(left, null, isNews);
                    break;
                case FinalizedView finalized:
                    history.Finalize((ulong)finalized.BlockNumber);
                    break;
                case CaughtUpView:
                    isNews = true;
                    break;
                default:
                    break;
            }

            if (isNews && history.State is { } now && (until is null ? now.HasEnded : until(now)))
            {
                yield break;
            }
        }
    }
}
