using System.Globalization;
using System.Net;
using Hypernet.Agent.Running;
using Hypernet.Consensus;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Hypernet.Network;
using Hypernet.Runtime;

namespace Hypernet.Agent.Peers;

/// <summary>
/// docs/spec/joined.md: this process among the sellers of one job of several groups. It listens from before the seller signs, joins the
/// others once the ranks are drawn, keeps the book of peers as the events tell, and plays the program's collectives to the job's end.
/// </summary>
internal sealed partial class JobPeers : IAsyncDisposable
{
    // Who was suspected wrongly, since it began late say, cannot come back yet: better all wait. Where a process has ended its host refuses at once.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(30);

    private const int MostTold = 256;

    private readonly Lock _gate = new();
    private readonly AgentServices _services;
    private readonly string _job;
    private readonly JobFolder _folder;
    private readonly SessionKey _key = SessionKey.Create();
    private readonly TcpTransport _transport;
    private readonly HashSet<(string Whom, string Reason)> _told = [];
    private Tenant?[] _tenants = [];
    private int[] _latest = [];
    private volatile JobState? _state;
    private ConsensusNode? _node;
    private Tenure? _own;
    private Bytes32 _seed;
    private string _obstacle = "the ranks are not drawn";
    private object? _caller;

    /// <summary>Listens: where it did before if it has, since that stands on chain.</summary>
    /// <exception cref="NetworkException">The address cannot be listened on.</exception>
    public JobPeers(AgentServices services, Account job, JobFolder folder)
    {
        (_services, _job, _folder) = (services, job.ToString(), folder);
        int port = RememberedPort() ?? services.Options.Peering.Listen.Port;
        try
        {
            _transport = Listen(port);
        }
        catch (NetworkException taken) when (port != 0)
        {
            services.Log.PortTaken(_job, port, taken.Message);
            _transport = Listen(0);
        }

        Endpoints = services.Options.Peering.EndpointsAt(_transport.LocalEndPoint);
        services.Log.Listens(_job, _transport.LocalEndPoint.ToString(), Endpoints);
    }

    /// <summary>Where others reach it, as it stands on chain; empty if it has to dial itself.</summary>
    public string Endpoints { get; }

    /// <summary>Has a process that comes later listen on the same port: before it is told to anybody.</summary>
    /// <param name="folder">The job's, which is made anew after a failed attempt to take the job.</param>
    public void RememberPort(JobFolder folder) => File.WriteAllText(folder.Port, _transport.LocalEndPoint.Port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Whether it speaks for a tenure, or can: a reorg may have given the seller another rank, or drawn the others anew.</summary>
    public bool Serves(JobState job, Tenure own) => _own is null || (_own.Id == own.Id && _own.Rank == own.Rank && _seed == job.Seed);

    /// <summary>Joins the others; once. Who has been among them before, in a process that is gone, cannot come back.</summary>
    public async Task JoinAsync(JobState job, Tenure own)
    {
        if (_own is not null)
        {
            return;
        }

        (_own, _seed, _state) = (own, job.Seed, job);
        if (own.Id >= job.Terms.Ranks)
        {
            _obstacle = "the other ranks have computed together without this one, which was seated later";
        }
        else if (File.Exists(_folder.Joined) && await File.ReadAllTextAsync(_folder.Joined, _services.Stopping) == _seed.ToString())
        {
            _obstacle = "the other ranks have computed together with a process of this seller that is gone";
        }
        else
        {
            // Before anything is promised to anybody: a process that comes later does not know what.
            await File.WriteAllTextAsync(_folder.Joined, _seed.ToString(), _services.Stopping);
            _transport.Join(PeerSeats.Book(job), own.Rank, new DelegateVerifier(Delegate(job, own), () => _state, _services.Time));
            lock (_gate)
            {
                _tenants = [.. Enumerable.Range(0, job.Terms.Ranks).Select(rank => Tenant.At(job, rank))];
                _latest = [.. _tenants.Select(tenant => tenant?.Id ?? 0)];
            }

            _node = await ConsensusNode.JoinAsync(Options(job, own), _services.Stopping);
            _services.Log.Joined(_job, own.Rank, job.Terms.Ranks - 1, job.GroupOf(own.Rank), job.Terms.Groups);
        }
    }

    /// <summary>Who plays the calls of a run of the program.</summary>
    /// <exception cref="GroupClosedException">Nobody does: the message says why.</exception>
    public IGroup GroupFor(object run)
    {
        var node = _node ?? throw new GroupClosedException(_obstacle);
        _caller = run;
        return node;
    }

    /// <summary>
    /// A run of the program has ended too early. If it has called operations, the others wait for it no longer; and what it was answered
    /// no later run knows.
    /// </summary>
    public async Task BreakOffAsync(object run)
    {
        if (_caller == run && Interlocked.Exchange(ref _node, null) is { } node)
        {
            _obstacle = "the program has called operations in an earlier run, and what it was answered is not known";
            await node.DisposeAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _transport.DisposeAsync();
        _key.Dispose();
    }

    // A process that was killed may have left half of it.
    private int? RememberedPort() =>
        File.Exists(_folder.Port) && ushort.TryParse(File.ReadAllText(_folder.Port), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;

    private TcpTransport Listen(int port) => TcpTransport.Listen(new TcpTransportOptions
    {
        EndPoint = new IPEndPoint(_services.Options.Peering.Listen.Address, port),
        Security = new PeerSecurity { Key = _key, AllowsLocalAddresses = _services.Options.Peering.AllowsLocalAddresses },
        OnFault = Tell,
        OnUnreachable = Tell,
    });

    private SignedDelegate Delegate(JobState job, Tenure own)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(_services.Time.GetUtcNow().ToUnixTimeSeconds());
        return new SessionDelegate(
            _services.ChainId, job.Job, own.Id, own.Rank, new Bytes32(_key.Hash.Span), now, now + RankPrograms.WallTime(job.Terms)).Sign(_services.Key);
    }

    private ConsensusOptions Options(JobState job, Tenure own) => new()
    {
        Transport = _transport,

        // Without replicas nobody can take a rank's place: it is waited for, unless it is proven dead.
        Quorum = job.Terms.Replication > 1 ? QuorumRule.Replicas : QuorumRule.Survivors,
        Replicas = job.Terms.Replication,
        ReplicaQuorum = job.Terms.Replication > 1 ? job.Terms.Quorum : null,
        LeastSilence = LeastSilence,
        Waiting = operation => _services.Log.Waits(_job, job.GroupOf(own.Rank), WaitingText.Call(ProgramGroup.AsCalled(operation)), WaitingText.Missing(operation, "partition") ?? "its result, which all have called"),
        MembersChanged = members => _services.Log.MembersChanged(_job, members.ToString()),
        Violated = (rank, rule) => _services.Log.RuleBroken(_job, rank, rule),
        Misgives = _services.Options.Misconduct is { Kind: MisconductKind.Contribution } misconduct
            ? call => misconduct.Applies(MisconductKind.Contribution, ProgramGroup.CheckpointOf(call.Name)) ? FalseContribution.Other(call) : null
            : null,
    };

    private void Tell(LinkFault fault) => Tell(
        fault.Peer,
        fault.Peer < 0 ? IPAddress.None : fault.Address,
        fault.Refusal == PeerRefusal.None ? fault.Fault.ToString() : $"{fault.Fault}, {fault.Refusal}");

    // Once for each reason: who cannot be reached is dialed again and again. Called from any thread.
    private void Tell(int peer, IPAddress address, string reason)
    {
        string whom = peer < 0 ? "a stranger" : string.Create(CultureInfo.InvariantCulture, $"rank {peer} at {address}");
        bool isNew;
        lock (_told)
        {
            isNew = _told.Count < MostTold && _told.Add((whom, reason));
        }

        if (isNew)
        {
            _services.Log.NoConnection(_job, whom, reason);
        }
    }
}
