using Hypernet.Agent.Desk;
using Hypernet.Agent.Following;
using Hypernet.Client;
using Hypernet.Ethereum.Rpc;
using Hypernet.Market;

namespace Hypernet.Agent;

/// <summary>
/// The program that a seller runs: it follows the indexed events, takes the jobs that suit, runs their programs in the
/// sandbox, commits and reveals results, and collects the pay. It decides from the chain's state alone, so that it can be
/// killed at any moment and goes on where it was.
/// </summary>
public sealed partial class SellerAgent
{
    private readonly AgentServices _services;
    private readonly HypernetClient _events;
    private readonly EventCursor _cursor;
    private readonly Dictionary<Account, JobDesk> _desks = [];
    private BlockHeader? _head;
    private long _position;
    private bool _isCaughtUp;

    private SellerAgent(AgentServices services, HypernetClient events)
    {
        _services = services;
        _events = events;
        _cursor = new EventCursor(Path.Combine(services.Options.StateFolder, "cursor"));
        _position = _cursor.Read();
    }

    private async Task FollowAsync(CancellationToken stop)
    {
        _services.Loop.Start(() => FollowHeadsAsync(stop));
        _services.Loop.Start(() => FollowEventsAsync(stop));
        await _services.Loop.RunAsync(Attend, stop);
    }

    private async Task FollowHeadsAsync(CancellationToken stop)
    {
        var feed = new HeadFeed(_services.Chain, _services.Options.HeadInterval, _services.Time, _services.Log);
        await foreach (var head in feed.HeadsAsync(stop))
        {
            _services.Loop.Post(() => _head = head);
        }
    }

    private async Task FollowEventsAsync(CancellationToken stop)
    {
        var query = new EventQuery { From = _position };
        await foreach (var item in _events.EventsAsync(query, stop))
        {
            _services.Loop.Post(() => Take(item));
        }
    }

    private void Take(StreamItem item)
    {
        switch (item)
        {
            case EventView view when EventDecoding.JobEventOf(view, _services.Deployment) is { } happened:
                TakeNote(view, happened);
                break;
            case RevertedView reverted:
                foreach (var desk in _desks.Values)
                {
                    desk.Revert(reverted.BlockHash);
                }

                break;
            case CaughtUpView:
                _isCaughtUp = true;
                break;
            default:
                break;
        }

        _position = item.Position;
    }

    private void TakeNote(EventView view, JobEvent happened)
    {
        var job = happened is JobEvent.JobPlaced placed ? placed.Job : Account.Parse(view.Address);
        if (!_desks.TryGetValue(job, out var desk))
        {
            if (happened is not JobEvent.JobPlaced)
            {
                // Of a job that was finished before the cursor.
                return;
            }

            _desks[job] = desk = new JobDesk(job, view.Position, _services);
        }

        desk.Add((ulong)view.Block.Number, view.Block.Hash, happened);
    }

    private void Attend()
    {
        // Before the stream has caught up, a job may look open that has long ended.
        if (_head is not { } head || !_isCaughtUp)
        {
            return;
        }

        foreach (var desk in _desks.Values)
        {
            desk.Attend(head, Share(desk));
        }

        foreach (var done in _desks.Where(entry => entry.Value.IsDone).Select(entry => entry.Key).ToList())
        {
            _desks.Remove(done);
        }

        _cursor.Write(Math.Min(_position, _desks.Values.Select(desk => desk.PlacedAt - 1).DefaultIfEmpty(long.MaxValue).Min()));
    }

    /// <summary>What is left of the machine for one desk.</summary>
    private MachineShare Share(JobDesk asking)
    {
        var terms = _services.Options.Terms;
        var others = _desks.Values.Where(desk => desk != asking).ToList();
        var held = others.Select(desk => desk.Held).OfType<Requirements>().ToList();
        var locked = others.Aggregate(default(Amount), (sum, desk) => sum + desk.Locked);
        return new MachineShare(
            terms.Cpus - held.Sum(need => need.Cpus),
            terms.MemoryMiB - held.Sum(need => need.MemoryMiB),
            terms.StorageMiB - held.Sum(need => need.StorageMiB),
            terms.MostCollateral is { } most ? (most > locked ? most - locked : default(Amount)) : null);
    }
}
