using System.Collections.Concurrent;
using Hypernet.Contracts.Signing;
using Hypernet.Market;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>docs/spec/delegate.md §3: lets in who speaks for a tenure that the job's events tell of. Rank i is peer i.</summary>
public sealed class DelegateVerifier : IPeerCredentials
{
    private readonly SessionDelegate _own;
    private readonly Func<JobState> _job;
    private readonly TimeProvider _time;
    private readonly TimeSpan _tolerance;

    // Of each rank the latest process that was let in.
    private readonly ConcurrentDictionary<int, SessionDelegate> _latest = [];

    /// <param name="own">What this process shows; its chain and job are those of the peers.</param>
    /// <param name="job">The job as its events tell it by now. Called from any thread.</param>
    /// <param name="time">The clock.</param>
    /// <param name="tolerance">By how much clocks of honest hosts may differ. Default: 30 s. Range: at least 0.</param>
    public DelegateVerifier(SignedDelegate own, Func<JobState> job, TimeProvider time, TimeSpan? tolerance = null)
    {
        _own = own.Delegate;
        _job = job;
        _time = time;
        _tolerance = tolerance ?? TimeSpan.FromSeconds(30);
        ArgumentOutOfRangeException.ThrowIfLessThan(_tolerance, TimeSpan.Zero, nameof(tolerance));
        Own = own.ToBytes();
        _latest[_own.Rank] = _own;
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Own { get; }

    /// <inheritdoc/>
    public PeerVerdict Verify(ReadOnlySpan<byte> credential, ReadOnlySpan<byte> keyHash)
    {
        if (!SignedDelegate.TryRead(credential, out var shown))
        {
            return PeerVerdict.Refuse(PeerRefusal.Malformed);
        }

        var session = shown.Delegate;
        var now = _time.GetUtcNow();
        if (session.ChainId != _own.ChainId || session.Job != _own.Job)
        {
            return PeerVerdict.Refuse(PeerRefusal.OtherJob);
        }

        if (session.KeyHash != new Bytes32(keyHash))
        {
            return PeerVerdict.Refuse(PeerRefusal.WrongKey);
        }

        if (session.NotBefore > now + _tolerance)
        {
            return PeerVerdict.Refuse(PeerRefusal.NotYetValid);
        }

        if (session.NotAfter <= now - _tolerance)
        {
            return PeerVerdict.Refuse(PeerRefusal.Expired);
        }

        // The signature last: it costs more than all the rest.
        var refusal = Judge(session, _job(), out var agentKey);
        if (refusal != PeerRefusal.None)
        {
            return PeerVerdict.Refuse(refusal);
        }

        if (!shown.TryRecover(out var signer) || signer != agentKey)
        {
            return PeerVerdict.Refuse(PeerRefusal.WrongSigner);
        }

        _latest.AddOrUpdate(session.Rank, session, (_, before) => before.NotBefore > session.NotBefore ? before : session);
        return PeerVerdict.Accept(session.Rank, session.Tenure, Later(session.NotAfter), process: session.NotBefore.ToUnixTimeSeconds());
    }

    /// <summary>The hash of the session key of a rank's latest process that was let in; empty before.</summary>
    /// <param name="rank">The rank.</param>
    public ReadOnlyMemory<byte> KeyHashOf(int rank)
    {
        if (!_latest.TryGetValue(rank, out var session))
        {
            return default;
        }

        byte[] hash = new byte[Bytes32.Length];
        session.KeyHash.CopyTo(hash);
        return hash;
    }

    // Whether the tenure has its rank at present.
    private static PeerRefusal Judge(SessionDelegate session, JobState job, out Account agentKey)
    {
        agentKey = Account.None;
        if (job.Groups.Count == 0 || session.Tenure >= job.Tenures.Count)
        {
            return PeerRefusal.UnknownTenure;
        }

        var tenure = job.Tenures[session.Tenure];
        if (tenure.Rank != session.Rank)
        {
            return PeerRefusal.WrongRank;
        }

        agentKey = tenure.AgentKey;
        return PeerSeats.IsCurrent(job, tenure) ? PeerRefusal.None : PeerRefusal.TenureOver;
    }

    private DateTimeOffset Later(DateTimeOffset time) =>
        time < DateTimeOffset.MaxValue - _tolerance ? time + _tolerance : DateTimeOffset.MaxValue;
}
