using System.Runtime.InteropServices;

namespace Hypernet.Network.Simulation;

/// <summary>What will happen, unless it is void by then.</summary>
/// <param name="Kind"><see cref="SimulatedEventKind.Arrived"/> also for what will be delivered.</param>
/// <param name="Peer">To whom.</param>
/// <param name="Other">From whom, or about whom.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Happening(SimulatedEventKind Kind, int Peer, int Other)
{
    /// <summary>The number of the frame in its session, 0 if it only acknowledges; or the version of the timer; or which process is lost or restored.</summary>
    public ulong Number { get; init; }

    public ulong Acknowledged { get; init; }

    public PeerLoss Loss { get; init; }

    public SimulatedTimer? Timer { get; init; }

    /// <summary>Who sends what arrives.</summary>
    public SimulatedLink? Sender { get; init; }
}
