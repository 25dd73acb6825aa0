using Hypernet.Network.Frames;
using Hypernet.Network.Sessions;

namespace Hypernet.Network.Simulation;

/// <summary>One process's end of a link to another: the session that TCP has too, and, since this network loses frames, timers that send again.</summary>
internal sealed class SimulatedLink : IDisposable
{
    private const int ResentAtOnce = 8;
    private const int MaxPatience = 16;
    private static readonly SessionLimits Limits = new(1 << 16, 64 << 20);
    private readonly PeerSession _session = new(Limits);
    private readonly HashSet<ulong> _early = [];
    private readonly SimulatedNetwork _network;
    private readonly SimulatedTransport _transport;
    private readonly int _peer;
    private readonly SimulatedTimer _resend;
    private readonly SimulatedTimer _acknowledge;
    private int _patience = 1;
    private bool _isResending;
    private bool _isAcknowledging;
    private bool _isDeathReported;

    /// <param name="network">What it is of.</param>
    /// <param name="transport">Whose end.</param>
    /// <param name="peer">Who is at the other end.</param>
    /// <param name="life">Which of its processes.</param>
    public SimulatedLink(SimulatedNetwork network, SimulatedTransport transport, int peer, ulong life)
    {
        _network = network;
        _transport = transport;
        _peer = peer;
        PeerLife = life;
        _resend = new SimulatedTimer(network, transport, Resend);
        _acknowledge = new SimulatedTimer(network, transport, Acknowledge);
    }

    /// <summary>Which process of the own peer has this end.</summary>
    public ulong Life => _transport.Life;

    /// <summary>Which process of the peer has the other end.</summary>
    public ulong PeerLife { get; }

    /// <summary>Whether the peer is forgotten, or proven dead.</summary>
    public bool IsOver { get; private set; }

    // After so long an acknowledgment would have come.
    private TimeSpan Patience => 4 * _patience * _network.MaxDelay;

    public void Send(in FrameHeader header, ReadOnlyMemory<byte> payload)
    {
        if (IsOver)
        {
            return;
        }

        _network.Sends(_transport.Self, _peer, header, payload.Length);
        if (_transport.IsGone)
        {
            return;
        }

        ulong number = _session.Append(header, payload);
        if (number == 0)
        {
            throw new PeerOverrunException(_peer, _session.Kept, _session.Weight);
        }

        _session.Advance(FrameCodec.HeaderBytes + payload.Length);
        Transmit(number);
        ResendLater();
    }

    public void Dispose()
    {
        IsOver = true;
        _resend.Dispose();
        _acknowledge.Dispose();
        _session.Clear();
    }

    /// <summary>The peer's process has ended: nothing is owed to it, and nothing comes from it. Reported once.</summary>
    public void End(ITransportHandler handler)
    {
        Dispose();
        if (!_isDeathReported)
        {
            _isDeathReported = true;
            handler.Lost(_peer, PeerLoss.Refused);
        }
    }

    /// <summary>Something has come from the process at the other end.</summary>
    public SimulatedEventKind Arrive(ITransportHandler handler, in Happening arrived)
    {
        var sender = arrived.Sender!;
        if (sender.PeerLife != Life)
        {
            // It is meant for a former process of this place, and whoever sent it learns that there is another one.
            Transmit(0);
            return SimulatedEventKind.Arrived;
        }

        if (IsOver)
        {
            return SimulatedEventKind.Arrived;
        }

        Acknowledge(arrived.Acknowledged);
        var kind = SimulatedEventKind.Arrived;
        if (arrived.Number > _session.Received + 1)
        {
            _early.Add(arrived.Number);
        }
        else if (arrived.Number == _session.Received + 1 && sender._session.TryFind(arrived.Number, out var found))
        {
            kind = Deliver(handler, sender, found);
        }

        if (arrived.Number > 0)
        {
            AcknowledgeLater();
        }

        return kind;
    }

    private SimulatedEventKind Deliver(ITransportHandler handler, SimulatedLink sender, in Outgoing found)
    {
        Check(FrameCodec.Read(found.Bytes, int.MaxValue, out var frame));
        _network.Delivers(_peer, _transport.Self, frame.Header, frame.Length);
        if (_transport.IsGone)
        {
            return SimulatedEventKind.Arrived;
        }

        Check(_session.Receive(frame, out _));
        if (_early.Remove(frame.Sequence + 1))
        {
            // In a step of its own.
            _network.Arrive(sender, _peer, _transport.Self, frame.Sequence + 1);
        }

        handler.Received(_peer, frame.Header, found.Payload.IsEmpty ? found.Bytes[FrameCodec.HeaderBytes..] : found.Payload.Span);
        return SimulatedEventKind.Delivered;
    }

    private void Acknowledge(ulong through)
    {
        if (through > _session.Acknowledged)
        {
            Check(_session.Acknowledge(through));
            _patience = 1;
            _isResending = false;
            ResendLater();
        }
    }

    private void AcknowledgeLater()
    {
        if (_session.IsAcknowledgmentDue)
        {
            Acknowledge();
        }
        else if (!_isAcknowledging)
        {
            _isAcknowledging = true;
            _acknowledge.Change(_network.MaxDelay, Timeout.InfiniteTimeSpan);
        }
    }

    private void Acknowledge()
    {
        _isAcknowledging = false;
        if (!IsOver)
        {
            Transmit(0);
        }
    }

    private void ResendLater()
    {
        if (!_isResending && _session.Kept > 0)
        {
            _isResending = true;
            _resend.Change(Patience, Timeout.InfiniteTimeSpan);
        }
    }

    private void Resend()
    {
        _isResending = false;
        for (ulong number = _session.Acknowledged + 1; number <= _session.Last && number <= _session.Acknowledged + ResentAtOnce; number++)
        {
            Transmit(number);
        }

        _patience = Math.Min(2 * _patience, MaxPatience);
        ResendLater();
    }

    private void Transmit(ulong number) => _network.Transmit(this, _transport.Self, _peer, number, _session.TakeAcknowledgment());

    private static void Check(ProtocolFault fault)
    {
        if (fault != ProtocolFault.None)
        {
            throw new InvalidOperationException($"A simulated session broke its own rule {fault}. This is a fault of the simulator.");
        }
    }
}
