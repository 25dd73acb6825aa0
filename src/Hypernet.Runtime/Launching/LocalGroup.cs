using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using Hypernet.Consensus;
using Hypernet.Network;

namespace Hypernet.Runtime.Launching;

/// <summary>The nodes of all ranks of a run. They live in this process, so that what a rank has contributed outlives its program.</summary>
internal sealed class LocalGroup : IAsyncDisposable
{
    private readonly ImmutableArray<ConsensusNode> _nodes;

    private LocalGroup(ImmutableArray<ConsensusNode> nodes) => _nodes = nodes;

    /// <summary>Joins the nodes over the loopback; a token keeps other users of this machine out.</summary>
    /// <exception cref="LaunchException">The machine has no ports or descriptors left.</exception>
    public static async Task<LocalGroup> JoinAsync(LocalRunOptions options)
    {
        var transports = Listen(options.Ranks);
        var book = transports.Select(transport => transport.LocalEndPoint).ToList();
        string members = "";
        var nodes = ImmutableArray.CreateBuilder<ConsensusNode>();
        for (int rank = 0; rank < options.Ranks; rank++)
        {
            int self = rank;
            transports[rank].Join(book, rank);
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions
            {
                Transport = transports[rank],
                WaitingAfter = options.WaitingAfter,
                Waiting = operation => TellWaiting(options, self, operation),
                MembersChanged = view => TellView(view.ToString()),
                Violated = (slot, rule) => options.TellMore(Invariant($"rank {self} goes on without rank {slot}, which broke a rule: {rule}")),
            }).ConfigureAwait(false));
        }

        return new LocalGroup(nodes.ToImmutable());

        // Every node tells of a view: once is enough.
        void TellView(string view)
        {
            if (Interlocked.Exchange(ref members, view) != view)
            {
                options.TellMore($"the view is that of ranks {view}");
            }
        }
    }

    /// <summary>The group as one rank sees it.</summary>
    public IGroup Of(int rank) => _nodes[rank];

    /// <summary>The program of a rank has ended: the others go on without it, and with what it has contributed.</summary>
    public async Task LeaveAsync(int rank)
    {
        try
        {
            await _nodes[rank].LeaveAsync().ConfigureAwait(false);
        }
        catch (ConsensusException)
        {
            // The run is over, or the others have gone on already.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Task.WhenAll(_nodes.Select(node => node.DisposeAsync().AsTask())).ConfigureAwait(false);

    private static List<TcpTransport> Listen(int ranks)
    {
        // The nodes end together, when no program is left: nothing that is on its way then matters to anybody.
        var options = new TcpTransportOptions { Token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes), Linger = TimeSpan.Zero };
        try
        {
            return [.. Enumerable.Range(0, ranks).Select(_ => TcpTransport.Listen(options))];
        }
        catch (NetworkException refused)
        {
            throw new LaunchException(1, $"the ranks cannot listen on the loopback: {refused.Message}");
        }
    }

    private static void TellWaiting(LocalRunOptions options, int rank, WaitingOperation operation)
    {
        string called = Invariant($"{NameOf(operation.Descriptor.Kind)} {operation.Number + 1}{(operation.Name.Length > 0 ? $" of \"{operation.Name}\"" : "")}");
        options.Tell(operation.Missing.Count > 0
            ? Invariant($"rank {rank} waits in {called} for {(operation.Missing.Count == 1 ? "rank" : "ranks")} {operation.Missing}")
            : Invariant($"rank {rank} waits in {called}, which all ranks have called"));
    }

    // The words of the bindings.
    private static string NameOf(OperationKind kind) => kind switch
    {
        OperationKind.AllReduce => "all_reduce",
        OperationKind.AllGather => "all_gather",
        _ => kind.ToString().ToLowerInvariant(),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
