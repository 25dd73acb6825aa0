using System.Net;

namespace Hypernet.Server.Events;

/// <summary>Counts open streams, for all clients and for each, so that none takes the others' place.</summary>
internal sealed class StreamSlots(int maxStreams, int maxPerClient)
{
    private readonly Dictionary<IPAddress, int> _open = [];
    private readonly Lock _gate = new();
    private int _total;

    /// <summary>Streams open now.</summary>
    internal int Total => Volatile.Read(ref _total);

    /// <summary>Takes a place; null when the client, or the server, has none left. Dispose it to give it back, once.</summary>
    internal IDisposable? TryTake(IPAddress client)
    {
        lock (_gate)
        {
            int open = _open.GetValueOrDefault(client);
            if (_total >= maxStreams || open >= maxPerClient)
            {
                return null;
            }

            _open[client] = open + 1;
            _total++;
            return new Slot(this, client);
        }
    }

    private void Return(IPAddress client)
    {
        lock (_gate)
        {
            _total--;
            if (--_open[client] == 0)
            {
                _open.Remove(client);
            }
        }
    }

    private sealed class Slot(StreamSlots slots, IPAddress client) : IDisposable
    {
        public void Dispose() => slots.Return(client);
    }
}
