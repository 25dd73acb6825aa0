using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Hypernet.Network.Tcp;

/// <summary>Where a peer may listen: its addresses in turn, names looked up anew for each turn, none that must not be dialed. Belongs to the driving thread.</summary>
/// <param name="endpoints">As the peer says.</param>
/// <param name="allowsLocal">Whether addresses that are not public may be dialed.</param>
internal sealed class Route(IReadOnlyList<PeerEndpoint> endpoints, bool allowsLocal)
{
    private const int MaxAddressesOfName = 8;
    private readonly Queue<IPEndPoint> _left = new();

    /// <summary>Whether the peer has to dial itself.</summary>
    public bool IsEmpty => endpoints.Count == 0;

    /// <summary>Whether the peer's host is this one, and nothing stands between.</summary>
    public bool IsSameHost => endpoints.Count == 1 && endpoints[0].Address is { } address && AddressScopes.Of(address) == AddressScope.Loopback;

    private bool HasNames => endpoints.Any(endpoint => endpoint.Address is null);

    /// <summary>Where to dial next; false if names must be looked up first, or if there is nowhere.</summary>
    public bool TryNext([NotNullWhen(true)] out IPEndPoint? next)
    {
        if (_left.Count == 0 && !HasNames)
        {
            Refill(endpoints.Select(endpoint => new IPEndPoint(endpoint.Address!, endpoint.Port)));
        }

        return _left.TryDequeue(out next);
    }

    /// <summary>Looks the names up, if there are any.</summary>
    /// <param name="within">How long it may take.</param>
    /// <returns>What <see cref="Refill"/> is to be told; empty if there is nothing.</returns>
    public async Task<IReadOnlyList<IPEndPoint>> LookUp(TimeSpan within)
    {
        using var end = new CancellationTokenSource(within);
        var found = new List<IPEndPoint>();
        foreach (var endpoint in endpoints)
        {
            var addresses = endpoint.Address is { } address ? [address] : await LookUp(endpoint.Host, end.Token);
            found.AddRange(addresses.Take(MaxAddressesOfName).Select(each => new IPEndPoint(each, endpoint.Port)));
        }

        return found;
    }

    /// <summary>Takes addresses for the next turn. Who answers for a name may say anything: what must not be dialed is left out.</summary>
    public void Refill(IEnumerable<IPEndPoint> found)
    {
        foreach (var each in found.Where(each => allowsLocal || AddressScopes.Of(each.Address) == AddressScope.Public))
        {
            _left.Enqueue(each);
        }
    }

    private static async Task<IPAddress[]> LookUp(string host, CancellationToken end)
    {
        try
        {
            return await Dns.GetHostAddressesAsync(host, end);
        }
        catch (Exception fault) when (fault is SocketException or OperationCanceledException)
        {
            return [];
        }
    }
}
