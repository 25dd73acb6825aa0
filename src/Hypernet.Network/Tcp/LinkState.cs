namespace Hypernet.Network.Tcp;

internal enum LinkState
{
    /// <summary>Not used yet.</summary>
    Idle,

    /// <summary>A dial is under way.</summary>
    Dialing,

    /// <summary>Waits to dial again.</summary>
    Waiting,

    /// <summary>There is a connection.</summary>
    Connected,

    /// <summary>The peer has left, or died, or was forgotten.</summary>
    Over,
}
