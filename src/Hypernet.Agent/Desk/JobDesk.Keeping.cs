using Hypernet.Agent.Keeping;
using Hypernet.Market;

namespace Hypernet.Agent.Desk;

internal sealed partial class JobDesk
{
    private volatile CheckpointExchange? _exchange;

    /// <summary>Has other groups keep what this one has computed, and keeps theirs: in a job of several groups, while it is under way.</summary>
    private void Keep(JobState job)
    {
        if (job.IsUnderWay && _peers is not null && OwnTenure(job) is { } own && HasPlace(job, own))
        {
            _exchange ??= new CheckpointExchange(
                _job.ToString(),
                new KeptCheckpoints(Folder.Kept, _services.Options.Keeping),
                _services.Loop,
                _services.Time,
                _services.Log,
                (rank, parcel) => _peers?.TryDeliver(rank, parcel) ?? false);
            _exchange.Follow(job, own, Journal.Records.Select(record => (record, Journal.FilesOf(record))), _block);
        }
    }

    // Called by the network's thread.
    private void Deliver(int rank, ReadOnlySpan<byte> parcel) => _exchange?.Receive(rank, parcel);

    /// <summary>Ends the keeping.</summary>
    /// <returns>Whether nothing of it is in work any more.</returns>
    private bool EndKeeping()
    {
        _exchange?.Close();
        if (_exchange is { IsBusy: true })
        {
            return false;
        }

        _exchange?.Dispose();
        _exchange = null;
        return true;
    }
}
