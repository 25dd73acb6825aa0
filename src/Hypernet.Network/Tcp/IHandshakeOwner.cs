using Hypernet.Network.Frames;

namespace Hypernet.Network.Tcp;

internal interface IHandshakeOwner
{
    /// <summary>What HELLO must carry.</summary>
    ReadOnlyMemory<byte> Token { get; }

    /// <summary>The other side has said HELLO. The owner goes on with the socket, or closes the handshake.</summary>
    void Greeted(Handshake handshake, Hello hello);

    /// <summary>The connection came to nothing, and is closed.</summary>
    /// <param name="handshake">Which.</param>
    /// <param name="fault">The rule that was broken, if one was.</param>
    /// <param name="error">The system's error; 0 if the other side closed.</param>
    void Failed(Handshake handshake, ProtocolFault fault, int error);
}
