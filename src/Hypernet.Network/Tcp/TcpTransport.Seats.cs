using System.Net;
using Hypernet.Network.Connections;
using Hypernet.Network.Frames;
using Hypernet.Network.Tcp;

namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §6: who has a place in the book, where strangers are let in.</summary>
public sealed partial class TcpTransport
{
    private const long NoTenure = -1;
    private readonly Lock _seating = new();
    private long[] _tenures = [];

    // Whose dials are under way. Belongs to the driving thread.
    private readonly Dictionary<AddressBlock, int> _dials = [];

    /// <summary>Takes the book of peers, of a group with <see cref="TcpTransportOptions.Security"/>. Called once, before <see cref="Start"/>.</summary>
    /// <param name="book">Who has each place; null where nobody has. The own one is not looked at.</param>
    /// <param name="self">The own index in it.</param>
    /// <param name="credentials">Shows who this process is, and judges who others are.</param>
    /// <param name="token">
    /// What those who belong together have agreed on, <see cref="TcpTransportOptions.TokenBytes"/> bytes: a peer that has another one is not spoken
    /// with, and comes again. Default: zeros.
    /// </param>
    /// <exception cref="ArgumentException">The own credential is too long, or the token has another length than it must.</exception>
    public void Join(IReadOnlyList<PeerSeat?> book, int self, IPeerCredentials credentials, ReadOnlyMemory<byte> token = default)
    {
        RequireSecurity();
        if (token.Length is not (0 or TcpTransportOptions.TokenBytes))
        {
            throw new ArgumentException($"A token of {token.Length} bytes is none: agree on {TcpTransportOptions.TokenBytes} bytes, or leave it out.", nameof(token));
        }

        if (credentials.Own.Length > PeerSecurity.MaxCredentialBytes)
        {
            throw new ArgumentException($"The own credential has {credentials.Own.Length} bytes, and {PeerSecurity.MaxCredentialBytes} are the limit: shorten it.", nameof(credentials));
        }

        Token = token.IsEmpty ? Token : token.ToArray();
        _tenures = [.. book.Select(seat => seat?.Tenure ?? NoTenure)];
        Join(book, self, Link);
        Gatekeeper = new Gatekeeper(Options.Security!.Key, credentials, Judge);
    }

    /// <summary>
    /// Gives a place to a tenant: a new one, whose tenure has a greater number, or the present one, whose key or endpoints
    /// are others now. What was there before is revoked as by <see cref="Vacate"/>. What is sent there goes nowhere until the
    /// handler is told of the new one (<see cref="ITransportHandler.Renewed"/>). Any thread may call.
    /// </summary>
    /// <param name="peer">The place; not the own one.</param>
    /// <param name="seat">Who has it from now on.</param>
    /// <exception cref="ArgumentException">The tenure is older than the present one.</exception>
    public void Seat(int peer, PeerSeat seat)
    {
        RequireSecurity();
        lock (_seating)
        {
            var former = Link(peer);
            if (seat.Tenure < _tenures[peer])
            {
                throw new ArgumentException($"Tenure {seat.Tenure} is older than tenure {_tenures[peer]}, which has place {peer} already: name a later one.", nameof(seat));
            }

            if (seat.Tenure > former.Tenure)
            {
                former.Revoke();
            }
            else
            {
                // Its tenure is not over.
                former.Forget();
            }

            _tenures[peer] = seat.Tenure;
            _poller.Post(() => Reseat(peer, seat));
        }
    }

    /// <summary>
    /// Ends the tenure at a place: connections of its tenant are closed, and nothing that came over them is reported from now
    /// on, though a call of the handler may be under way. When it comes again it is told that its tenure is over. What is sent
    /// there goes nowhere, until <see cref="Seat"/>. Any thread may call.
    /// </summary>
    /// <param name="peer">The place; not the own one.</param>
    public void Vacate(int peer)
    {
        RequireSecurity();
        lock (_seating)
        {
            Link(peer).Revoke();

            // Who was seated before, and has not come to its place yet, has lost it, too.
            _poller.Post(() => Link(peer).Revoke());
        }
    }

    /// <summary>Gives the place of a process to the one that has followed it, and reports that. The driving thread calls.</summary>
    /// <param name="former">Has the place.</param>
    /// <param name="hello">What the new one says.</param>
    /// <param name="identity">Who it is.</param>
    /// <returns>The link to the new one; null if it has to come again, since the former has just come, or the place is being given to somebody else.</returns>
    internal PeerLink? TryRenew(PeerLink former, Hello hello, PeerVerdict identity)
    {
        if (_isDisposed != 0 || !former.IsOld)
        {
            return null;
        }

        former.Drain();
        former.Bury();
        var successor = former.Follow(hello, identity);
        lock (_seating)
        {
            if (former.IsRevoked)
            {
                return null;
            }

            Volatile.Write(ref _links[identity.Peer], successor);
        }

        Handler?.Renewed(identity.Peer);
        return successor;
    }

    /// <summary>Whether an address may be dialed once more at this time.</summary>
    internal bool TryBeginDial(IPAddress address)
    {
        if (Options.Security is not { } security)
        {
            return true;
        }

        var block = AddressBlock.Of(address);
        int count = _dials.GetValueOrDefault(block);
        if (count < security.MaxDialsPerAddress)
        {
            _dials[block] = count + 1;
        }

        return count < security.MaxDialsPerAddress;
    }

    internal void EndDial(IPAddress address)
    {
        if (Options.Security is not null && AddressBlock.Of(address) is var block && --_dials[block] == 0)
        {
            _dials.Remove(block);
        }
    }

    // Whether who a good credential is for has its place at present. Any thread asks.
    private PeerRefusal Judge(PeerVerdict verdict)
    {
        if ((uint)verdict.Peer >= (uint)_links.Length || Volatile.Read(ref _links[verdict.Peer]) is not { } link)
        {
            return PeerRefusal.WrongRank;
        }

        return verdict.Tenure.CompareTo(link.Tenure) switch
        {
            > 0 => PeerRefusal.UnknownTenure,
            0 when !link.IsRevoked && verdict.Process >= link.Process => PeerRefusal.None,
            _ => PeerRefusal.TenureOver,
        };
    }

    private void Reseat(int peer, PeerSeat seat)
    {
        if (_isDisposed == 0)
        {
            // In this order: who is told of the loss may forget the peer.
            Link(peer).Bury();
            lock (_seating)
            {
                Volatile.Write(ref _links[peer], Link(seat, peer));
            }

            Handler?.Renewed(peer);
        }
    }

    private PeerLink Link(PeerSeat? seat, int peer)
    {
        var route = new Route(seat?.Endpoints ?? [], Options.Security!.AllowsLocalAddresses);
        var link = new PeerLink(this, _poller, peer, seat?.Tenure ?? NoTenure, route, route.IsSameHost);
        if (seat is null)
        {
            link.Revoke();
        }

        return link;
    }

    private void RequireSecurity()
    {
        if (Options.Security is null)
        {
            throw new InvalidOperationException("This transport is of a group with a token, whose places do not change hands. Listen with security for strangers.");
        }
    }
}
