using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Hypernet.Consensus.Membership;

/// <summary>Which operation: the first 64 bits of the hash of its name, and how many of that name came before.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct OperationKey(ulong Name, ulong Number)
{
    public static ulong HashOf(string name) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
}
