using System.Buffers.Binary;
using System.Net.Sockets;
using Hypernet.Sandbox;

namespace Hypernet.Runtime;

/// <summary>Who is at the other end, as the kernel vouches for it.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    /// <summary>The user of the process that connected (unix(7): SO_PEERCRED gives pid, uid, gid).</summary>
    public static HostUser UserOf(Socket connection)
    {
        Span<byte> credentials = stackalloc byte[12];
        connection.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return new HostUser(BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]));
    }
}
