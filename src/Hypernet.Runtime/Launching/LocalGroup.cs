using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Hypernet.Consensus;
using Hypernet.Network;

namespace Hypernet.Runtime.Launching;

/// <summary>The nodes of all ranks of a run. They live in this process, so that what a rank has contributed outlives its program.</summary>
internal sealed class LocalGroup : IAsyncDisposable
{
    // The machine may be busy for long, and what is dead on it is proven to be.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly LocalRunOptions _options;
    private readonly ImmutableArray<ConsensusNode> _nodes;
    private readonly Lock _gate = new();
    private readonly HashSet<int> _ended = [];
    private readonly HashSet<int> _lost = [];

    private LocalGroup(LocalRunOptions options, ImmutableArray<ConsensusNode> nodes) => (_options, _nodes) = (options, nodes);

    /// <summary>Joins the nodes over the loopback; a token keeps other users of this machine out.</summary>
    /// <exception cref="LaunchException">The machine has no ports or descriptors left.</exception>
    public static async Task<LocalGroup> JoinAsync(LocalRunOptions options)
    {
        var transports = Listen(options.Slots);
        var book = transports.Select(transport => transport.LocalEndPoint).ToList();
        string members = "";
        var nodes = ImmutableArray.CreateBuilder<ConsensusNode>();
        for (int slot = 0; slot < options.Slots; slot++)
        {
            var self = LocalSeat.Of(slot, options);
            transports[slot].Join(book, slot);
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions
            {
                Transport = transports[slot],
                Quorum = options.Replicas > 1 ? QuorumRule.Replicas : QuorumRule.Survivors,
                Replicas = options.Replicas,
                ReplicaQuorum = options.ReplicaQuorum,
                LeastSilence = Patience,
                WaitingAfter = options.WaitingAfter,
                Waiting = operation => TellWaiting(options, self, operation),
                MembersChanged = view => TellView(string.Join(", ", view.Select(member => LocalSeat.Of(member, options)))),
                Violated = (slot, rule) => options.TellMore(Invariant($"rank {self} goes on without rank {LocalSeat.Of(slot, options)}, which broke a rule: {rule}")),
            }).ConfigureAwait(false));
        }

        return new LocalGroup(options, nodes.ToImmutable());

        // Every node tells of a view: once is enough.
        void TellView(string view)
        {
            if (Interlocked.Exchange(ref members, view) != view)
            {
                options.TellMore($"the view is that of ranks {view}");
            }
        }
    }

    /// <summary>The group as one program sees it.</summary>
    public IGroup Of(int slot) => _nodes[slot];

    /// <summary>How many replicas of a rank are not lost.</summary>
    public int Left(int rank)
    {
        lock (_gate)
        {
            return _options.Replicas - SlotsOf(rank).Count(_lost.Contains);
        }
    }

    /// <summary>
    /// A replica's program has ended. One that is lost is dead to the others at once. What another's node keeps, and its voice, the others
    /// need until the last program of its rank has ended.
    /// </summary>
    public void EndReplica(LocalSeat seat, bool isLost)
    {
        List<int> leaving = [];
        lock (_gate)
        {
            _ended.Add(seat.Slot);
            if (isLost)
            {
                _lost.Add(seat.Slot);
            }

            if (SlotsOf(seat.Rank).All(_ended.Contains))
            {
                leaving = [.. SlotsOf(seat.Rank).Except(_lost)];
            }
        }

        // Not waited for, as others may need their part in it for long.
        _ = isLost ? _nodes[seat.Slot].DisposeAsync().AsTask() : Task.CompletedTask;
        _ = Task.WhenAll(leaving.Select(LeaveAsync));
    }

    /// <summary>The program of a rank has ended: the others go on without it, and with what it has contributed.</summary>
    public async Task LeaveAsync(int slot)
    {
        try
        {
            await _nodes[slot].LeaveAsync().ConfigureAwait(false);
        }
        catch (ConsensusException)
        {
            // The run is over, or the others have gone on already.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask())).ConfigureAwait(false);

    private IEnumerable<int> SlotsOf(int rank) => Enumerable.Range(rank * _options.Replicas, _options.Replicas);

    private static List<TcpTransport> Listen(int slots)
    {
        // Nothing that is on its way when a node ends matters to anybody. All listen before one of them joins: whoever refuses a link has ended.
        var options = new TcpTransportOptions
        {
            Token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes),
            Linger = TimeSpan.Zero,
            Grace = TimeSpan.Zero,
        };
        try
        {
            return [.. Enumerable.Range(0, slots).Select(_ => TcpTransport.Listen(options))];
        }
        catch (NetworkException refused)
        {
            throw new LaunchException(1, $"the ranks cannot listen on the loopback: {refused.Message}");
        }
    }

    private static void TellWaiting(LocalRunOptions options, LocalSeat self, WaitingOperation operation) => options.Tell(WaitingText.Missing(operation) is { } missing
        ? Invariant($"rank {self} waits in {WaitingText.Call(operation)} for {missing}")
        : Invariant($"rank {self} waits in {WaitingText.Call(operation)}, which all ranks have called"));

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
