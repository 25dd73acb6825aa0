using System.Globalization;
using Hypernet.Agent.Reporting;
using Hypernet.Consensus;
using Hypernet.Consensus.Audit;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>
/// docs/spec/joined.md: this seller among those of one job of several groups. It listens from before the seller signs, and takes part in
/// each run of the job, each time with a fresh <see cref="RunPeers"/> on the same port.
/// </summary>
internal sealed class JobPeers : IAsyncDisposable
{
    private readonly AgentServices _services;
    private readonly Account _job;
    private readonly JobFolder _folder;
    private readonly Action<int, ReadOnlyMemory<byte>> _heard;
    private readonly Action<int, ReadOnlySpan<byte>> _delivered;
    private readonly int _port;
    private volatile RunPeers _peers;

    /// <summary>Listens: where it did before if it has, since that stands on chain.</summary>
    /// <param name="services">What all desks share.</param>
    /// <param name="job">The job.</param>
    /// <param name="folder">What must survive a crash.</param>
    /// <param name="heard">Told, from any thread, what a rank says by <see cref="Tell"/>: a stranger's bytes.</param>
    /// <param name="delivered">Given, by the network's thread, what a rank sends by <see cref="TryDeliver"/>: a stranger's bytes.</param>
    /// <exception cref="NetworkException">The address cannot be listened on.</exception>
    public JobPeers(
        AgentServices services, Account job, JobFolder folder, Action<int, ReadOnlyMemory<byte>> heard, Action<int, ReadOnlySpan<byte>> delivered)
    {
        (_services, _job, _folder, _heard, _delivered) = (services, job, folder, heard, delivered);
        _peers = Listen(RememberedPort() ?? services.Options.Peering.Listen.Port);
        _port = _peers.Listening.Port;
        Endpoints = services.Options.Peering.EndpointsAt(_peers.Listening);
        services.Log.Listens(job.ToString(), _peers.Listening.ToString(), Endpoints);
    }

    /// <summary>Where others reach it, as it stands on chain; empty if it has to dial itself.</summary>
    public string Endpoints { get; }

    /// <summary>Who plays the program's calls from now on.</summary>
    /// <exception cref="GroupClosedException">Nobody does: the message says why.</exception>
    public IGroup Group => _peers.Group;

    /// <summary>Has a process that comes later listen on the same port: before it is told to anybody.</summary>
    /// <param name="folder">The job's, which is made anew after a failed attempt to take the job.</param>
    public void RememberPort(JobFolder folder) => File.WriteAllText(folder.Port, _port.ToString(CultureInfo.InvariantCulture));

    /// <summary>Takes note of what has become of the job.</summary>
    public void Follow(JobState job) => _peers.Follow(job);

    /// <summary>Whether it takes part in the job's present run; if not, <see cref="EnterAsync"/> is called for.</summary>
    public bool IsIn(JobState job, Tenure own) => _peers.IsIn(job, own);

    /// <summary>Audits operations of a run of the job, if it is the present one.</summary>
    /// <param name="group">Who has played them.</param>
    /// <param name="prefix">With what their names begin.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <exception cref="ConsensusException">This rank takes no part in the run any more.</exception>
    public Task<AuditOutcome> AuditAsync(IGroup group, string prefix, CancellationToken cancellationToken) =>
        _peers.AuditAsync(group, prefix, cancellationToken);

    /// <summary>Tells the others how far the program of this seller is.</summary>
    public void Report(int checkpoint, ulong done, ulong total) => _peers.Report(checkpoint, done, total);

    /// <summary>What the others have said, and how many ranks there are to compute with; null while there are none.</summary>
    public Hearsay? Heard() => _peers.Heard();

    /// <summary>Tells a rank something, if it and this one are there.</summary>
    public void Tell(int rank, ReadOnlyMemory<byte> word) => _peers.Tell(rank, word);

    /// <summary>Delivers a parcel to a rank. Any thread may call.</summary>
    /// <returns>Whether it is on its way.</returns>
    public bool TryDeliver(int rank, ReadOnlyMemory<byte> parcel) => _peers.TryDeliver(rank, parcel);

    /// <summary>Whether a group belongs to the job's present run.</summary>
    public bool IsOfRun(IGroup group) => _peers.IsOfRun(group);

    /// <summary>
    /// Takes part in the job's present run: as one of its founders, or, if the others may have gone on without this seller, by joining
    /// them. One at a time.
    /// </summary>
    /// <exception cref="NetworkException">The address cannot be listened on.</exception>
    public async Task EnterAsync(JobState job, Tenure own)
    {
        var last = EnteredRun.Read(_folder.Entered);
        var next = last.Next(job, own, _services.Time.GetUtcNow());
        string? before = last.IsOf(job, own) && last.Run == next.Run ? "it has taken part in this run before"
            : !job.IsFounder(own) ? "the run began before it was at work"
            : null;
        if (_peers.HasEntered)
        {
            await _peers.DisposeAsync();
            _peers = Listen(_port);
        }

        if (before is not null && job.Terms.Replication == 1)
        {
            _peers.StayOut(next, $"{before}, and without replicas nobody knows what it was answered: the others' round has to begin anew");
            return;
        }

        // Before anything is promised to anybody: a process that comes later does not know what.
        await next.WriteAsync(_folder.Entered, _services.Stopping);
        await _peers.EnterAsync(job, own, next, before);
    }

    /// <summary>
    /// A run of the program has ended too early. If it has called operations, or nobody runs it again, the others wait for it no longer.
    /// </summary>
    /// <param name="isForGood">Whether it is over with the program for this round.</param>
    public Task BreakOffAsync(bool isForGood) => _peers.BreakOffAsync(isForGood);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _peers.DisposeAsync();

    private RunPeers Listen(int port)
    {
        try
        {
            return new RunPeers(_services, _job, port, _heard, _delivered);
        }
        catch (NetworkException taken) when (port != 0)
        {
            _services.Log.PortTaken(_job.ToString(), port, taken.Message);
            return new RunPeers(_services, _job, 0, _heard, _delivered);
        }
    }

    // A process that was killed may have left half of it.
    private int? RememberedPort() =>
        File.Exists(_folder.Port) && ushort.TryParse(File.ReadAllText(_folder.Port), NumberStyles.None, CultureInfo.InvariantCulture, out ushort port) ? port : null;
}
