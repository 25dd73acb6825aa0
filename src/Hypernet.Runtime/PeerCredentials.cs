using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;

namespace Hypernet.Runtime;

/// <summary>User ids as the kernel vouches for them.</summary>
internal static class PeerCredentials
{
    private const int SolSocket = 1;
    private const int SoPeerCredentials = 17;

    /// <summary>The effective user id of this process (proc(5): second field of Uid).</summary>
    public static uint OwnUser() => uint.Parse(
        File.ReadLines("/proc/self/status").First(line => line.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2],
        CultureInfo.InvariantCulture);

    /// <summary>The user id of the process that connected (unix(7): SO_PEERCRED gives pid, uid, gid).</summary>
    public static uint UserOf(Socket connection)
    {
        Span<byte> credentials = stackalloc byte[12];
        connection.GetRawSocketOption(SolSocket, SoPeerCredentials, credentials);
        return BinaryPrimitives.ReadUInt32LittleEndian(credentials[4..]);
    }
}
