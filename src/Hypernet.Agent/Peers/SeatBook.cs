using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>The book of one transport, kept up with the job's events: whose tenure is over has no place, and who was seated has.</summary>
internal sealed class SeatBook
{
    private readonly AgentServices _services;
    private readonly TcpTransport _transport;
    private readonly int _own;
    private readonly Tenant?[] _tenants;
    private readonly int[] _latest;
    private volatile JobState _job;

    /// <summary>The book of a job whose ranks are drawn.</summary>
    /// <param name="services">What it says, it says here.</param>
    /// <param name="transport">Whose book it is; it has joined it as it is now.</param>
    /// <param name="job">The job.</param>
    /// <param name="own">The own rank.</param>
    public SeatBook(AgentServices services, TcpTransport transport, JobState job, int own)
    {
        (_services, _transport, _job, _own) = (services, transport, job, own);
        _tenants = [.. Enumerable.Range(0, job.Terms.Ranks).Select(rank => Tenant.At(job, rank))];
        _latest = [.. _tenants.Select(tenant => tenant?.Id ?? 0)];
    }

    /// <summary>The job as it is known by now. Any thread may ask.</summary>
    public JobState Job => _job;

    /// <summary>Takes note of what has become of the job.</summary>
    public void Follow(JobState job)
    {
        _job = job;
        for (int rank = 0; rank < _tenants.Length; rank++)
        {
            if (rank != _own && Tenant.At(job, rank) is var now && now != _tenants[rank])
            {
                Reseat(job, rank, now);
            }
        }
    }

    private void Reseat(JobState job, int rank, Tenant? now)
    {
        // What a reorg brings back has been revoked: peers never go back to an earlier tenure.
        if (now is null || now.Id < _latest[rank])
        {
            _transport.Vacate(rank);
            _services.Log.SeatChanged(job.Job.ToString(), rank, "nobody");
        }
        else
        {
            _transport.Seat(rank, PeerSeats.At(job, rank)!);
            _latest[rank] = now.Id;
            _services.Log.SeatChanged(job.Job.ToString(), rank, $"seller {job.TenureAt(rank).Seller}, at \"{now.Endpoints}\"");
        }

        _tenants[rank] = now;
    }

    /// <summary>Who has a rank: all that makes it another peer.</summary>
    private sealed record Tenant(int Id, Account AgentKey, string Endpoints)
    {
        public static Tenant? At(JobState job, int rank)
        {
            var tenure = job.TenureAt(rank);
            return PeerSeats.IsCurrent(job, tenure) ? new Tenant(tenure.Id, tenure.AgentKey, tenure.Endpoint) : null;
        }
    }
}
