using System.Net;
using Hypernet.Agent.Reporting;
using Hypernet.Agent.Running;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Hypernet.Network;
using Hypernet.Runtime;

namespace Hypernet.Agent.Peers;

/// <summary>
/// docs/spec/joined.md §5: this process in one run of a job. It listens, enters once, keeps the book of peers as the events tell, and plays
/// the calls of one program; it is thrown away when the run is over, or the program has to begin again.
/// </summary>
internal sealed class RunPeers : IAsyncDisposable
{
    // Long enough for sellers that see the blocks some seconds apart: who is suspected wrongly has to begin again.
    private static readonly TimeSpan LeastSilence = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly AgentServices _services;
    private readonly string _job;
    private readonly SessionKey _key = SessionKey.Create();
    private readonly TcpTransport _transport;
    private readonly Action<int, ReadOnlyMemory<byte>> _heard;
    private readonly Action<int, ReadOnlySpan<byte>> _delivered;
    private EnteredRun? _entered;
    private ConsensusNode? _node;
    private ReadOnlyMemory<byte> _audited;
    private string? _obstacle = "the agent is about to meet the other ranks";
    private SeatBook? _book;
    private int _forgotten;
    private volatile int _members;
    private bool _isCalled;
    private bool _isSpent;
    private bool _isOver;

    /// <summary>Listens.</summary>
    /// <param name="services">What all desks share.</param>
    /// <param name="job">The job.</param>
    /// <param name="port">Where; 0 for any free port.</param>
    /// <param name="heard">See <see cref="JobPeers"/>.</param>
    /// <param name="delivered">See <see cref="JobPeers"/>.</param>
    /// <exception cref="NetworkException">The address cannot be listened on.</exception>
    public RunPeers(AgentServices services, Account job, int port, Action<int, ReadOnlyMemory<byte>> heard, Action<int, ReadOnlySpan<byte>> delivered)
    {
        (_services, _job, _heard, _delivered) = (services, job.ToString(), heard, delivered);
        var faults = new LinkFaults(services, _job);
        _transport = TcpTransport.Listen(new TcpTransportOptions
        {
            EndPoint = new IPEndPoint(services.Options.Peering.Listen.Address, port),
            Security = new PeerSecurity { Key = _key, AllowsLocalAddresses = services.Options.Peering.AllowsLocalAddresses },
            OnFault = faults.Tell,
            OnUnreachable = faults.Tell,
        });
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Listening => _transport.LocalEndPoint;

    /// <summary>Whether it belongs to a run already.</summary>
    public bool HasEntered => _entered is not null;

    /// <summary>Who plays the program's calls.</summary>
    /// <exception cref="GroupClosedException">Nobody does: the message says why.</exception>
    public IGroup Group
    {
        get
        {
            lock (_gate)
            {
                _isCalled = true;
                return _obstacle is null ? _node! : throw new GroupClosedException(_obstacle);
            }
        }
    }

    /// <summary>Whether this is its part in the job's present run, and of use for a program.</summary>
    public bool IsIn(JobState job, Tenure own)
    {
        lock (_gate)
        {
            return _entered is { } entered && !_isSpent && !_isOver && entered.IsOf(job, own) && entered.Run >= job.Run;
        }
    }

    /// <summary>Whether a group belongs to the job's present run.</summary>
    public bool IsOfRun(IGroup group)
    {
        lock (_gate)
        {
            return group == _node && !_isOver;
        }
    }

    /// <summary>Takes no part in a run, whose calls nobody answers.</summary>
    /// <param name="run">The run.</param>
    /// <param name="reason">Why.</param>
    public void StayOut(EnteredRun run, string reason)
    {
        lock (_gate)
        {
            (_entered, _obstacle) = (run, reason);
        }

        _services.Log.StaysOut(_job, run.Run, reason);
    }

    /// <summary>Meets the others.</summary>
    /// <param name="job">The job.</param>
    /// <param name="own">The tenure that it speaks for.</param>
    /// <param name="run">The run, and from when its delegate is valid.</param>
    /// <param name="before">Why the others may have gone on without it, so that it has to join them; null if it is one of the founders.</param>
    public async Task EnterAsync(JobState job, Tenure own, EnteredRun run, string? before)
    {
        var book = new SeatBook(_services, _transport, job, own.Rank);
        var delegates = new DelegateVerifier(Delegate(job, own, run), () => book.Job, _services.Time);
        byte[] token = RunToken.Of(job.Job, run.Seed, run.Run);
        _transport.Join(PeerSeats.Book(job), own.Rank, delegates, token);
        var node = await ConsensusNode.JoinAsync(Options(job, own, delegates, isJoining: before is not null), _services.Stopping);
        lock (_gate)
        {
            (_entered, _book, _node, _audited, _obstacle) = (run, book, node, token, null);
            _members = _members > 0 ? _members : job.Terms.Ranks;
        }

        _services.Log.Entered(_job, run.Run, own.Rank, job.Terms.Ranks - 1, job.GroupOf(own.Rank), job.Terms.Groups);
        if (before is not null)
        {
            _services.Log.ComesBack(_job, run.Run, own.Rank, before);
        }
    }

    /// <inheritdoc cref="JobPeers.AuditAsync"/>
    public Task<AuditOutcome> AuditAsync(IGroup group, string prefix, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            return group == _node && !_isOver
                ? _node.AuditAsync(prefix, _audited, cancellationToken)
                : Task.FromResult(AuditOutcome.Undecided("The computation begins anew."));
        }
    }

    /// <inheritdoc cref="JobPeers.Report"/>
    public void Report(int checkpoint, ulong done, ulong total)
    {
        lock (_gate)
        {
            _node?.Report(checkpoint, done, total);
        }
    }

    /// <inheritdoc cref="JobPeers.Heard"/>
    public Hearsay? Heard()
    {
        lock (_gate)
        {
            return _node is null || _isSpent ? null : new Hearsay(_node.Reports, _members);
        }
    }

    /// <inheritdoc cref="JobPeers.Tell"/>
    public void Tell(int rank, ReadOnlyMemory<byte> word)
    {
        lock (_gate)
        {
            if (!_isOver)
            {
                _node?.Tell(rank, word);
            }
        }
    }

    /// <inheritdoc cref="JobPeers.TryDeliver"/>
    public bool TryDeliver(int rank, ReadOnlyMemory<byte> parcel)
    {
        lock (_gate)
        {
            return _node?.TryDeliver(rank, parcel) ?? false;
        }
    }

    /// <summary>Takes note of what has become of the job.</summary>
    public void Follow(JobState job)
    {
        lock (_gate)
        {
            if (_entered is not { } entered || _isOver || job.Groups.Count == 0)
            {
                return;
            }

            if (job.Seed != entered.Seed || job.Run > entered.Run)
            {
                _isOver = true;
                _obstacle ??= "the computation begins anew";
                return;
            }

            _book?.Follow(job);
            for (; _forgotten < job.Checkpoint - 1; _forgotten++)
            {
                _node?.Forget(ProgramGroup.NamesOf(_forgotten + 1));
            }
        }
    }

    /// <inheritdoc cref="JobPeers.BreakOffAsync"/>
    public async Task BreakOffAsync(bool isForGood)
    {
        ConsensusNode? node;
        lock (_gate)
        {
            node = _isCalled || isForGood ? _node : null;
            if (node is not null)
            {
                Spend("the program that has called operations is gone");
            }
        }

        await (node?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            Spend("the agent lets go of it");
        }

        await (_node?.DisposeAsync() ?? ValueTask.CompletedTask);
        await _transport.DisposeAsync();
        _key.Dispose();
    }

    private void Spend(string reason) => (_isSpent, _obstacle) = (true, _obstacle ?? reason);

    private SignedDelegate Delegate(JobState job, Tenure own, EnteredRun run)
    {
        var notBefore = DateTimeOffset.FromUnixTimeSeconds(run.NotBefore);
        return new SessionDelegate(
            _services.ChainId, job.Job, own.Id, own.Rank, new Bytes32(_key.Hash.Span), notBefore, notBefore + RankPrograms.WallTime(job.Terms)).Sign(_services.Key);
    }

    private ConsensusOptions Options(JobState job, Tenure own, DelegateVerifier delegates, bool isJoining) => new()
    {
        Transport = _transport,

        // Without replicas nobody can take a rank's place: it is waited for, unless it is proven dead.
        Quorum = job.Terms.Replication > 1 ? QuorumRule.Replicas : QuorumRule.Survivors,
        Replicas = job.Terms.Replication,
        ReplicaQuorum = job.Terms.Replication > 1 ? job.Terms.Quorum : null,
        IsJoining = isJoining,

        // Without replicas nobody knows better than who lies.
        Audit = job.Terms.Replication == 1 ? null : new AuditOptions
        {
            Signer = new SessionSigner(_key, delegates.KeyHashOf),
            EvidenceBytes = _services.Options.EvidenceBytes,
        },
        Told = _heard,
        Delivered = _delivered,
        LeastSilence = LeastSilence,
        Waiting = operation => _services.Log.Waits(_job, job.GroupOf(own.Rank), WaitingText.Call(ProgramGroup.AsCalled(operation)), WaitingText.Missing(operation, "partition") ?? "its result, which all have called"),
        MembersChanged = members =>
        {
            _members = members.Count;
            _services.Log.MembersChanged(_job, members.ToString());
        },
        Violated = (rank, rule) => _services.Log.RuleBroken(_job, rank, rule),
        Misgives = _services.Options.Misconduct is { Kind: MisconductKind.Contribution } misconduct
            ? call => misconduct.Applies(MisconductKind.Contribution, ProgramGroup.CheckpointOf(call.Name)) ? FalseContribution.Other(call) : null
            : null,
    };
}
