using System.Globalization;
using System.Net;

namespace Hypernet.Agent.Tests.Living.Namespaces;

/// <summary>
/// Network namespaces joined by a switch, which is one, too: nothing of it is seen in that of this process. Services of this process'
/// loopback are reached at the same address in each of them, whatever becomes of the links between them.
/// </summary>
internal sealed class SellerNetwork : IAsyncDisposable
{
    private const string Whole = "whole";
    private const string Apart = "apart";

    private readonly string _name = string.Create(CultureInfo.InvariantCulture, $"hypernet-{Environment.ProcessId}");
    private readonly List<string> _namespaces = [];
    private readonly List<SellerPlace> _places = [];
    private readonly List<NamespaceDoor> _doors = [];

    private SellerNetwork()
    {
    }

    /// <summary>Where agents may live.</summary>
    public IReadOnlyList<SellerPlace> Places => _places;

    private string Switch => $"{_name}-switch";

    /// <summary>Makes it.</summary>
    /// <param name="places">How many namespaces there are beside the switch.</param>
    /// <param name="services">What is to be reached in all of them.</param>
    public static async Task<SellerNetwork> CreateAsync(int places, params Uri[] services)
    {
        var network = new SellerNetwork();
        try
        {
            await network.AddSwitchAsync();
            for (int number = 0; number < places; number++)
            {
                await network.AddPlaceAsync(number, services);
            }

            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>Pulls a place's plug.</summary>
    public Task CutAsync(SellerPlace place) => NetworkTool.RunAsync("-n", Switch, "link", "set", Port(place), "down");

    /// <summary>Puts it back.</summary>
    public Task MendAsync(SellerPlace place) => NetworkTool.RunAsync("-n", Switch, "link", "set", Port(place), "up");

    /// <summary>Leaves some places a network of their own, in which they reach each other and nobody else.</summary>
    public Task PartAsync(IEnumerable<SellerPlace> places) => PlugAsync(places, Apart);

    /// <summary>Makes it one network again.</summary>
    public Task JoinAsync() => PlugAsync(_places, Whole);

    /// <summary>Links go with their namespaces, and namespaces with the last process in them.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var door in _doors)
        {
            await door.DisposeAsync();
        }

        foreach (string name in _namespaces)
        {
            await NetworkTool.RunAsync("netns", "del", name);
        }
    }

    private static string Port(SellerPlace place) => $"port-{place.Address.GetAddressBytes()[^1]}";

    private async Task PlugAsync(IEnumerable<SellerPlace> places, string bridge)
    {
        foreach (var place in places)
        {
            await NetworkTool.RunAsync("-n", Switch, "link", "set", Port(place), "master", bridge);
        }
    }

    private async Task AddSwitchAsync()
    {
        await AddNamespaceAsync(Switch);
        foreach (string bridge in (string[])[Whole, Apart])
        {
            await NetworkTool.RunAsync("-n", Switch, "link", "add", "name", bridge, "type", "bridge");
            await NetworkTool.RunAsync("-n", Switch, "link", "set", bridge, "up");
        }
    }

    private async Task AddPlaceAsync(int number, Uri[] services)
    {
        var place = new SellerPlace(string.Create(CultureInfo.InvariantCulture, $"{_name}-{number}"), new IPAddress([10, 77, 0, (byte)(number + 1)]));
        await AddNamespaceAsync(place.Namespace);
        _places.Add(place);
        await NetworkTool.RunAsync("link", "add", "name", "peers", "netns", place.Namespace, "type", "veth", "peer", "name", Port(place), "netns", Switch);
        await NetworkTool.RunAsync("-n", place.Namespace, "address", "add", $"{place.Address}/24", "dev", "peers");
        await NetworkTool.RunAsync("-n", place.Namespace, "link", "set", "peers", "up");
        await NetworkTool.RunAsync("-n", Switch, "link", "set", Port(place), "master", Whole, "up");
        _doors.AddRange(services.Select(service => NamespaceDoor.Open(place.Namespace, IPEndPoint.Parse(service.Authority))));
    }

    private async Task AddNamespaceAsync(string name)
    {
        await NetworkTool.RunAsync("netns", "add", name);
        _namespaces.Add(name);
        await NetworkTool.RunAsync("-n", name, "link", "set", "lo", "up");
    }
}
