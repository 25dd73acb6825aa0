using System.Buffers.Binary;
using System.Security.Cryptography;
using Hypernet.Market;

namespace Hypernet.Agent.Peers;

/// <summary>docs/spec/joined.md §5: what HELLO of one run of a job shows, so that processes of different runs never speak with each other.</summary>
internal static class RunToken
{
    private const int DomainLength = 8;
    private const int Length = DomainLength + Account.Length + Bytes32.Length + sizeof(uint);

    /// <summary>The token of a run.</summary>
    /// <param name="job">The job's contract.</param>
    /// <param name="seed">What its ranks were drawn by.</param>
    /// <param name="run">The run, from 1.</param>
    public static byte[] Of(Account job, Bytes32 seed, int run)
    {
        Span<byte> bytes = stackalloc byte[Length];
        bytes.Clear();
        "RUN"u8.CopyTo(bytes);
        job.CopyTo(bytes[DomainLength..]);
        seed.CopyTo(bytes[(DomainLength + Account.Length)..]);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes[^sizeof(uint)..], (uint)run);
        return SHA256.HashData(bytes);
    }
}
