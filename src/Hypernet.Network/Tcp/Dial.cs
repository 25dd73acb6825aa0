namespace Hypernet.Network.Tcp;

/// <summary>What a dial is for.</summary>
/// <param name="Peer">Whom.</param>
/// <param name="Greeting">The HELLO to begin with.</param>
internal sealed record Dial(int Peer, byte[] Greeting);
