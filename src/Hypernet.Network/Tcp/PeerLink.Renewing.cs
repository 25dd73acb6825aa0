using System.Diagnostics.CodeAnalysis;
using Hypernet.Network.Frames;
using Hypernet.Network.Polling;

namespace Hypernet.Network.Tcp;

/// <summary>docs/spec/transport.md §6: processes of a tenure follow each other, and a link is to one of them.</summary>
internal sealed partial class PeerLink
{
    private const long NotMet = long.MinValue;

    // More than a host keeps for a socket: who goes on sending beyond has not ended.
    private const int MaxDrained = 16 * MaxAtOnce;

    // Whoever is told of new processes is not to be kept busy with them.
    private static readonly TimeSpan LeastLife = TimeSpan.FromMilliseconds(100);
    private readonly long _made = Poller.Now;
    private long _process = NotMet;
    private long _seen = Poller.Now;
    private bool _isDeathReported;

    /// <summary>Number of the peer's process: those before it are over. Any thread may ask.</summary>
    public long Process => Volatile.Read(ref _process);

    /// <summary>Whether another process may follow by now.</summary>
    public bool IsOld => Poller.Time.GetElapsedTime(_made) >= LeastLife;

    // Where nobody listens yet somebody may begin to.
    private bool IsGraceOver => Poller.Time.GetElapsedTime(Math.Max(_seen, _transport.Started)) >= _transport.Options.Grace;

    /// <summary>Whether who comes is a later process than the one that the link is to, or was given up with.</summary>
    public bool IsFollowedBy([NotNullWhen(true)] PeerVerdict? identity) =>
        identity is not null && identity.Process > _process && (_process != NotMet || _isOver);

    /// <summary>The link to the process that has come.</summary>
    public PeerLink Follow(Hello hello, PeerVerdict identity)
    {
        var successor = new PeerLink(_transport, _poller, _peer, Tenure, _route, _isSameHost);
        successor.Meet(hello, identity);
        return successor;
    }

    /// <summary>Somebody speaks for the peer, though not with this process.</summary>
    public void SeeAlive() => _seen = Poller.Now;

    /// <summary>Receives what the peer's process has sent before its end, as far as it has come.</summary>
    public void Drain()
    {
        for (int drained = 0; drained < MaxDrained && _connection is not null && Receive(); drained += MaxAtOnce)
        {
        }
    }

    /// <summary>Another one has the place: reported once as the end of the peer's process.</summary>
    public void Bury()
    {
        _isOver = true;
        Attend();
        if (!_isDeathReported)
        {
            _isDeathReported = true;
            _transport.Handler?.Lost(_peer, PeerLoss.Refused);
        }
    }

    private void Meet(Hello hello, PeerVerdict? identity)
    {
        _incarnation = hello.Incarnation;
        Volatile.Write(ref _process, identity?.Process ?? NotMet);
    }
}
