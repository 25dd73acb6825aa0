using Hypernet.Market;

namespace Hypernet.Agent.Following;

/// <summary>One job's events with the blocks they came in, so that a reorg can be undone; and what they fold to.</summary>
internal sealed class JobHistory
{
    private readonly List<(ulong Block, string Hash, JobEvent Event)> _events = [];

    /// <summary>The job now; null while its placement is not known.</summary>
    public JobState? State { get; private set; }

    /// <summary>The block of the newest event; 0 without any.</summary>
    public ulong LastBlock => _events.Count > 0 ? _events[^1].Block : 0;

    /// <summary>Adds an event.</summary>
    public void Add(ulong block, string hash, JobEvent happened)
    {
        _events.Add((block, hash, happened));
        State = Next(State, happened);
    }

    /// <summary>Takes back the events of a block that is no longer part of the chain.</summary>
    public void Revert(string hash)
    {
        if (_events.RemoveAll(entry => entry.Hash == hash) > 0)
        {
            State = _events.Aggregate((JobState?)null, (state, entry) => Next(state, entry.Event));
        }
    }

    /// <summary>The block in which a group's round began.</summary>
    public ulong RoundBegan(int group) => _events.FindLast(entry => entry.Event switch
    {
        JobEvent.JobStarted or JobEvent.BarrierPassed => true,
        JobEvent.GroupRestarted restarted => restarted.Group == group,
        _ => false,
    }).Block;

    private static JobState? Next(JobState? state, JobEvent happened) =>
        happened is JobEvent.JobPlaced placed ? JobState.Of(placed) : state?.When(happened);
}
