using System.Net;
using System.Runtime.ExceptionServices;
using Hypernet.Agent.Desk;
using Hypernet.Agent.Following;
using Hypernet.Client;
using Hypernet.Contracts;
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
        _cursor = new EventCursor(Path.Combine(services.Options.StateFolder, "cursor"), events.Server);
        _position = _cursor.Read();
    }

    private async Task FollowAsync()
    {
        _services.Loop.Start(FollowHeadsAsync);
        _services.Loop.Start(FollowEventsAsync);
        try
        {
            await _services.Loop.RunAsync(Attend);
        }
        finally
        {
            foreach (var desk in _desks.Values)
            {
                await desk.DisposeAsync();
            }
        }
    }

    private async Task FollowHeadsAsync()
    {
        var feed = new HeadFeed(_services.Chain, _services.Options.HeadInterval, _services.Time, _services.Log);
        await foreach (var head in feed.HeadsAsync(_services.Stopping))
        {
            _services.Loop.Post(() => _head = head);
        }
    }

    private async Task FollowEventsAsync()
    {
        var query = new EventQuery { From = _position };
        try
        {
            await foreach (var item in _events.EventsAsync(query, _services.Stopping))
            {
                _services.Loop.Post(() => Take(item));
            }
        }
        catch (RequestRefusedException refused) when (refused.Status == HttpStatusCode.Conflict)
        {
            // The server has another store than before, in which positions mean nothing: the next start reads all of it.
            _services.Loop.Post(() =>
            {
                _cursor.Write(0);
                ExceptionDispatchInfo.Throw(refused);
            });
        }
    }

    private void Take(StreamItem item)
    {
        switch (item)
        {
            case EventView view:
                TakeNote(view);
                break;
            case RevertedView reverted:
                Revert(reverted.BlockHash);
                break;
            case FinalizedView finalized:
                Finalize((ulong)finalized.BlockNumber);
                break;
            case CaughtUpView:
                _isCaughtUp = true;
                break;
            default:
                break;
        }

        _position = item.Position;
    }

    private void TakeNote(EventView view)
    {
        var source = Account.Parse(view.Address);
        JobEvent? happened = null;
        if (source == _services.Deployment.JobFactory)
        {
            // Jobs of other implementations say whatever their authors like; this agent never signs them.
            if (FactoryEvents.TryDecode(view.Topics, view.Data, out var placed) && placed.Implementation == _services.Deployment.Job)
            {
                happened = placed;
                source = placed.Job;
                _desks.TryAdd(source, new JobDesk(source, view.Position, _services));
            }
        }
        else if (_desks.ContainsKey(source))
        {
            JobEvents.TryDecode(view.Topics, view.Data, out happened);
        }

        if (happened is not null)
        {
            _desks[source].Add((ulong)view.Block.Number, view.Block.Hash, happened);
        }
    }

    private void Revert(string block)
    {
        foreach (var desk in _desks.Values)
        {
            desk.Revert(block);
        }
    }

    private void Finalize(ulong block)
    {
        foreach (var desk in _desks.Values)
        {
            desk.Finalize(block);
        }
    }

    private void Attend()
    {
        // Before the stream has caught up, a job may look open that has long ended.
        if (_head is not { } head || !_isCaughtUp)
        {
            return;
        }

        var free = Free();
        foreach (var desk in _desks.Values)
        {
            if (desk.Attend(head, free))
            {
                free = Free();
            }
        }

        foreach (var done in _desks.Where(entry => entry.Value.IsDone).Select(entry => entry.Key).ToList())
        {
            _desks.Remove(done);
        }

        _cursor.Write(_desks.Values.Select(desk => desk.PlacedAt - 1).Append(_position).Min());
    }

    /// <summary>What the jobs under way leave of the machine.</summary>
    private MachineShare Free()
    {
        var terms = _services.Options.Terms;
        var held = _desks.Values.Select(desk => desk.Held).OfType<Terms>().ToList();
        var locked = held.Aggregate(default(Amount), (sum, job) => sum + job.FullCollateral);
        return new MachineShare(
            terms.Cpus - held.Sum(job => job.Requirements.Cpus),
            terms.MemoryMiB - held.Sum(job => job.Requirements.MemoryMiB),
            terms.StorageMiB - held.Sum(job => job.Requirements.StorageMiB),
            terms.MostCollateral is { } most ? (most > locked ? most - locked : default(Amount)) : null);
    }
}
