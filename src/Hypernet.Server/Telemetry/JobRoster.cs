using Hypernet.EventStore;
using Hypernet.Indexer.ReadModels;
using Hypernet.Market;

namespace Hypernet.Server.Telemetry;

/// <summary>Who may report on a job: the sellers that have a place in it now, by rank. None before ranks are drawn.</summary>
internal sealed class JobRoster
{
    private readonly JobState _state;
    private readonly Block _lastBlock;
    private readonly long _lastOrder;

    internal JobRoster(IndexedJob job)
    {
        (_state, _lastBlock, _lastOrder) = (job.State, job.Summary.LastBlock, job.Summary.LastOrder);
        foreach (Tenure tenure in _state.Groups.Count > 0 ? _state.Tenures.Where(tenure => tenure.LastCheckpoint is null) : [])
        {
            Current[tenure.Rank] = tenure;
        }
    }

    internal Account Job => _state.Job;

    internal JobStatus Status => _state.Status;

    internal int Checkpoint => _state.Checkpoint;

    internal Terms Terms => _state.Terms;

    /// <summary>Whether its programs run, or may just have ended.</summary>
    internal bool IsComputed => Status is JobStatus.Running or JobStatus.Frozen or JobStatus.Completed;

    internal Dictionary<int, Tenure> Current { get; } = [];

    internal int PartitionOf(int rank) => _state.GroupOf(rank);

    /// <summary>Whether nothing has happened to the job since.</summary>
    internal bool IsOf(JobSummary summary) => summary.LastBlock == _lastBlock && summary.LastOrder == _lastOrder;
}
