using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Hypernet.Network.Connections;

/// <summary>What one stranger commonly has to itself: an IPv4 address, or the first 64 bits of an IPv6 address.</summary>
internal readonly record struct AddressBlock
{
    private readonly ulong _prefix;
    private readonly bool _isV4;

    private AddressBlock(ulong prefix, bool isV4)
    {
        _prefix = prefix;
        _isV4 = isV4;
    }

    public static AddressBlock Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        plain.TryWriteBytes(bytes, out _);
        return plain.AddressFamily == AddressFamily.InterNetwork
            ? new AddressBlock(BinaryPrimitives.ReadUInt32BigEndian(bytes), isV4: true)
            : new AddressBlock(BinaryPrimitives.ReadUInt64BigEndian(bytes), isV4: false);
    }
}
