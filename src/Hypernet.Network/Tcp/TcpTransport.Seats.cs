using System.Net;
using Hypernet.Network.Connections;
using Hypernet.Network.Tcp;

namespace Hypernet.Network;

/// <summary>docs/spec/transport.md §6: who has a place in the book, where strangers are let in.</summary>
public sealed partial class TcpTransport
{
    private readonly Lock _seating = new();

    // Whose dials are under way. Belongs to the driving thread.
    private readonly Dictionary<AddressBlock, int> _dials = [];

    /// <summary>Takes the book of peers, of a group with <see cref="TcpTransportOptions.Security"/>. Called once, before <see cref="Start"/>.</summary>
    /// <param name="book">Who has each place; null where nobody has. The own one is not looked at.</param>
    /// <param name="self">The own index in it.</param>
    /// <param name="credentials">Shows who this process is, and judges who others are.</param>
    /// <exception cref="ArgumentException">The own credential is too long.</exception>
    public void Join(IReadOnlyList<PeerSeat?> book, int self, IPeerCredentials credentials)
    {
        RequireSecurity();
        if (credentials.Own.Length > PeerSecurity.MaxCredentialBytes)
        {
            throw new ArgumentException($"The own credential has {credentials.Own.Length} bytes, and {PeerSecurity.MaxCredentialBytes} are the limit: shorten it.", nameof(credentials));
        }

        Join(book, self, Link);
        Gatekeeper = new Gatekeeper(Options.Security!.Key, credentials, Judge);
    }

    /// <summary>
    /// Gives a place to a tenant: a new one, whose tenure has a greater number, or the present one, whose process
    /// is another one now. What was there before is revoked as by <see cref="Vacate"/>; nothing that was sent to it, or came
    /// from it, is owed to the new one. Frames for it may be sent from now on. Any thread may call.
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
            if (seat.Tenure < former.Tenure)
            {
                throw new ArgumentException($"Tenure {seat.Tenure} is older than tenure {former.Tenure}, which has place {peer} already: name a later one.", nameof(seat));
            }

            Volatile.Write(ref _links[peer], Link(seat, peer));
            former.Revoke();
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
        }
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
            0 when !link.IsRevoked => PeerRefusal.None,
            _ => PeerRefusal.TenureOver,
        };
    }

    private PeerLink Link(PeerSeat? seat, int peer)
    {
        var route = new Route(seat?.Endpoints ?? [], Options.Security!.AllowsLocalAddresses);
        var link = new PeerLink(this, _poller, peer, seat?.Tenure ?? -1, route, route.IsSameHost);
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
