using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>Who has the ranks of a job, as its events tell: the book of peers.</summary>
public static class PeerSeats
{
    /// <summary>Who has a rank at present, and where it says to listen; null if its tenure is over and nobody was seated since.</summary>
    /// <param name="job">A job whose ranks are drawn.</param>
    /// <param name="rank">The rank.</param>
    /// <returns>An endpoint that breaks a rule of docs/spec/transport.md §7 is left out: such a peer has to dial itself.</returns>
    /// <exception cref="InvalidOperationException">The job has not started.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such rank.</exception>
    public static PeerSeat? At(JobState job, int rank)
    {
        var tenure = job.TenureAt(rank);
        _ = PeerEndpoint.TryParseList(tenure.Endpoint, out var endpoints, out _);
        return IsCurrent(job, tenure) ? new PeerSeat(tenure.Id, endpoints) : null;
    }

    /// <summary>The book of a job whose ranks are drawn: rank i is peer i.</summary>
    /// <exception cref="InvalidOperationException">The job has not started.</exception>
    public static IReadOnlyList<PeerSeat?> Book(JobState job) => [.. Enumerable.Range(0, job.Terms.Ranks).Select(rank => At(job, rank))];

    // The last one seated, and no fault has ended it.
    internal static bool IsCurrent(JobState job, Tenure tenure) => job.TenureAt(tenure.Rank).Id == tenure.Id && tenure.LastCheckpoint is null;
}
