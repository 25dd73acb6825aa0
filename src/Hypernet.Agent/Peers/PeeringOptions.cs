using System.Net;
using Hypernet.Network;

namespace Hypernet.Agent;

/// <summary>How the sellers of a job of several groups reach this one, and whom it dials (docs/spec/joined.md).</summary>
public sealed record PeeringOptions
{
    /// <summary>
    /// Where it listens, for each job apart. Port 0 is a free one; another one is that of the first job under way, and later ones have
    /// free ones. Default: a free port of the loopback address, where nobody else comes in.
    /// </summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// What it writes on chain as its endpoints: hosts, which get the port that is listened on, or <c>host:port</c>, which stand as they
    /// are. Default: none, for the address that it listens on, if peers can dial that. Range: with ports up to 128 characters, up to 4.
    /// </summary>
    public IReadOnlyList<string> Advertise { get; init; } = [];

    /// <summary>
    /// Whether peers may be dialed at addresses that are not of the public Internet: on a market of one's own. Default: no, for sellers
    /// that are strangers could have this host knock at others of its network.
    /// </summary>
    public bool AllowsLocalAddresses { get; init; }

    /// <summary>Listens for a moment, so that what is wrong shows before the seller has signed anything.</summary>
    /// <exception cref="NetworkException">The address cannot be listened on, or what is to be advertised is no list of endpoints.</exception>
    internal async Task TryAsync()
    {
        using var key = SessionKey.Create();
        await using var transport = TcpTransport.Listen(new TcpTransportOptions
        {
            EndPoint = new IPEndPoint(Listen.Address, 0),
            Security = new PeerSecurity { Key = key },
        });
        EndpointsAt(transport.LocalEndPoint);
    }

    /// <summary>The endpoints of who listens at a place; empty if nobody could dial it.</summary>
    /// <exception cref="EndpointException">What is to be advertised is no list of endpoints.</exception>
    internal string EndpointsAt(IPEndPoint listening)
    {
        if (Advertise.Count > 0)
        {
            return PeerEndpoint.Format(PeerEndpoint.ParseList(string.Join(',', Advertise.Select(host => HasPort(host) ? host : $"{host}:{listening.Port}"))));
        }

        var scope = AddressScopes.Of(listening.Address);
        bool canBeDialed = scope == AddressScope.Public || (AllowsLocalAddresses && scope != AddressScope.Unspecified);
        return canBeDialed ? PeerEndpoint.Format([PeerEndpoint.Of(listening)]) : "";
    }

    private static bool HasPort(string host) => host.LastIndexOf(':') > host.LastIndexOf(']');
}
