using Hypernet.Market;

namespace Hypernet.Agent.Peers;

internal sealed partial class JobPeers
{
    /// <summary>Takes note of what has become of the job: whose tenure is over has no place among the peers, and who was seated has.</summary>
    public void Follow(JobState job)
    {
        lock (_gate)
        {
            if (_tenants.Length == 0 || job.Groups.Count == 0 || job.Seed != _seed)
            {
                return;
            }

            _state = job;
            for (int rank = 0; rank < _tenants.Length; rank++)
            {
                if (rank != _own!.Rank && Tenant.At(job, rank) is var now && now != _tenants[rank])
                {
                    Reseat(job, rank, now);
                }
            }
        }
    }

    private void Reseat(JobState job, int rank, Tenant? now)
    {
        // What a reorg brings back has been revoked: peers never go back to an earlier tenure.
        if (now is null || now.Id < _latest[rank])
        {
            _transport.Vacate(rank);
            _services.Log.SeatChanged(_job, rank, "nobody");
        }
        else
        {
            _transport.Seat(rank, PeerSeats.At(job, rank)!);
            _latest[rank] = now.Id;
            _services.Log.SeatChanged(_job, rank, $"seller {job.TenureAt(rank).Seller}, at \"{now.Endpoints}\"");
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
