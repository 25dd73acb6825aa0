using System.Net;
using Hypernet.Network.Connections;
using Hypernet.Network.Frames;
using Hypernet.Network.Native;
using Hypernet.Network.Polling;
using Hypernet.Network.Tcp;

namespace Hypernet.Network;

/// <summary>Who dials, until it is known to be a peer. All of it is called by the driving thread.</summary>
public sealed partial class TcpTransport : IPollable, IHandshakeOwner
{
    private const int Backlog = 512;
    private const int AcceptedAtOnce = 32;
    private static readonly TimeSpan AcceptAgainAfter = TimeSpan.FromMilliseconds(100);
    private readonly LinkedList<Handshake> _strangers = [];
    private ulong? _listening;

    void IPollable.Ready(uint events)
    {
        int error = 0;
        for (int i = 0; i < AcceptedAtOnce && _listener.Accept(out var from, out error) is { } socket; i++)
        {
            socket.SetNoDelay();
            MakeRoom(AddressBlock.Of(from));
            _strangers.AddLast(new Handshake(_poller, this, socket, from, Options, Gatekeeper, null));
        }

        if (error is not (0 or Libc.TryAgain or Libc.Interrupted or Libc.ConnectionAborted) && _listening is { } watch)
        {
            // No descriptors are left, say: who dials waits, rather than this thread asking in vain.
            _poller.Modify(_listener, watch, 0);
            _poller.Schedule(AcceptAgainAfter, ListenAgain);
        }
    }

    void IHandshakeOwner.Greeted(Handshake handshake, Hello hello)
    {
        _strangers.Remove(handshake);
        if (hello.Recipient != _self || (uint)hello.Sender >= (uint)Count || _links[hello.Sender] is not { } link || hello.Answer != HelloAnswer.None || hello.Incarnation == 0
            || !IsOf(handshake, hello.Sender))
        {
            handshake.Close();
            Report(ProtocolFault.WrongPeer, -1, handshake.Address);
        }
        else if (!link.IsFollowedBy(handshake.Identity))
        {
            link.Dialed(handshake, hello);
        }
        else if (TryRenew(link, hello, handshake.Identity) is { } successor)
        {
            successor.Dialed(handshake, hello);
        }
        else
        {
            handshake.Close();
        }
    }

    void IHandshakeOwner.Failed(Handshake handshake, ProtocolFault fault, int error)
    {
        _strangers.Remove(handshake);
        if (handshake.Identity is { } identity)
        {
            Link(identity.Peer).SeeAlive();
        }

        Report(fault, handshake.Identity?.Peer ?? -1, handshake.Address, handshake.Refusal);
    }

    internal void Report(ProtocolFault fault, int peer, IPAddress address, PeerRefusal refusal = PeerRefusal.None)
    {
        if (fault != ProtocolFault.None)
        {
            Options.OnFault?.Invoke(new LinkFault(fault, peer, address) { Refusal = refusal });
        }
    }

    // The place may have been given to somebody else since the credential was judged.
    private bool IsOf(Handshake handshake, int peer) =>
        handshake.Identity is not { } identity || (identity.Peer == peer && Judge(identity) == PeerRefusal.None);

    private void Accept()
    {
        if (_isDisposed == 0)
        {
            _listening = _poller.Watch(_listener, Libc.Readable, this);
            Started = Time.GetTimestamp();
        }
    }

    private void ListenAgain()
    {
        if (_listening is { } watch)
        {
            _poller.Modify(_listener, watch, Libc.Readable);
        }
    }

    // The oldest of those that have most goes: a peer of good will says HELLO at once, so that a flood of silence does not keep it out.
    private void MakeRoom(AddressBlock from)
    {
        Handshake? oldest = null;
        if (_strangers.Count >= Options.MaxHandshakes)
        {
            oldest = _strangers.GroupBy(stranger => stranger.Block).MaxBy(group => group.Count())!.First();
        }
        else if (_strangers.Count >= Options.MaxHandshakesPerAddress && _strangers.Count(stranger => stranger.Block == from) >= Options.MaxHandshakesPerAddress)
        {
            oldest = _strangers.First(stranger => stranger.Block == from);
        }

        oldest?.Fail(ProtocolFault.TooManyHandshakes, 0);
    }
}
