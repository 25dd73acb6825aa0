using System.Globalization;
using System.Net;
using Hypernet.Network;

namespace Hypernet.Agent.Peers;

/// <summary>Says why there is no connection, once for each reason: who cannot be reached is dialed again and again. Called from any thread.</summary>
internal sealed class LinkFaults(AgentServices services, string job)
{
    private const int MostTold = 256;

    private readonly HashSet<(string Whom, string Reason)> _told = [];

    /// <summary>A connection broke a rule.</summary>
    public void Tell(LinkFault fault) => Tell(fault.Peer, fault.Peer < 0 ? IPAddress.None : fault.Address, ReasonOf(fault));

    /// <summary>A dial has failed.</summary>
    public void Tell(int peer, IPAddress address, string reason)
    {
        string whom = peer < 0 ? "a stranger" : string.Create(CultureInfo.InvariantCulture, $"rank {peer} at {address}");
        bool isNew;
        lock (_told)
        {
            isNew = _told.Count < MostTold && _told.Add((whom, reason));
        }

        if (isNew)
        {
            services.Log.NoConnection(job, whom, reason);
        }
    }

    private static string ReasonOf(LinkFault fault) =>
        fault.Fault == ProtocolFault.WrongToken ? "it is in another run of the job"
        : fault.Refusal == PeerRefusal.None ? fault.Fault.ToString()
        : $"{fault.Fault}, {fault.Refusal}";
}
