using System.Runtime.InteropServices;
using Hypernet.Runtime.Frames;
using Microsoft.Win32.SafeHandles;

namespace Hypernet.Runtime.Memory;

/// <summary>
/// docs/spec/runtime.md §7: memory that a program shares with its runtime. It is never mapped here: bytes are copied by
/// reads and writes, so that nothing that the program does meanwhile is seen twice or can fault.
/// </summary>
internal sealed class Arena : IDisposable
{
    private readonly SafeFileHandle _memory;

    private Arena(SafeFileHandle memory, long bytes)
    {
        _memory = memory;
        Bytes = bytes;
    }

    /// <summary>Its size, which nobody can change.</summary>
    public long Bytes { get; }

    /// <summary>What the program is given.</summary>
    public int Descriptor => (int)_memory.DangerousGetHandle();

    /// <summary>Creates one. It takes memory page by page, as it is written to.</summary>
    /// <param name="name">What /proc calls it.</param>
    /// <param name="bytes">At least 1.</param>
    /// <exception cref="IOException">The system refused.</exception>
    public static Arena Create(string name, long bytes)
    {
        var memory = new SafeFileHandle(Libc.CreateMemory(name), ownsHandle: true);
        try
        {
            if (memory.IsInvalid)
            {
                throw Refused("memfd_create");
            }

            RandomAccess.SetLength(memory, bytes);
            return Libc.SealSize((int)memory.DangerousGetHandle()) == 0 ? new Arena(memory, bytes) : throw Refused("F_ADD_SEALS");
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    /// <summary>A copy of the bytes as they are now.</summary>
    public byte[] Copy(Place place)
    {
        byte[] bytes = GC.AllocateUninitializedArray<byte>(place.Length);
        for (int have = 0; have < bytes.Length;)
        {
            have += RandomAccess.Read(_memory, bytes.AsSpan(have), place.Offset + have);
        }

        return bytes;
    }

    /// <summary>Writes to the begin of a place.</summary>
    public void Write(Place place, ReadOnlySpan<byte> bytes) => RandomAccess.Write(_memory, bytes, place.Offset);

    /// <inheritdoc/>
    public void Dispose() => _memory.Dispose();

    private static IOException Refused(string call) =>
        new($"The system refuses shared memory ({call}: {Marshal.GetLastPInvokeErrorMessage()}): run without it, or raise the limit.");
}
