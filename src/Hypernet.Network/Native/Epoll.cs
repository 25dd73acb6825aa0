using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Hypernet.Network.Native;

/// <summary>Waits for many descriptors at once.</summary>
internal sealed unsafe class Epoll() : Descriptor(Libc.CreateEpoll(Libc.CloseOnExec), "epoll_create1")
{
    private const int MaxReady = 64;

    // struct epoll_event is packed on x86-64 only.
    private static readonly int DataAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private readonly byte[] _ready = new byte[MaxReady * (DataAt + 8)];

    public void Add(Descriptor descriptor, uint events, ulong data) => Control(Libc.EpollAdd, descriptor, events, data);

    public void Modify(Descriptor descriptor, uint events, ulong data) => Control(Libc.EpollModify, descriptor, events, data);

    public void Remove(Descriptor descriptor) => Control(Libc.EpollRemove, descriptor, 0, 0);

    /// <summary>Waits until a descriptor is ready, or for some time. One thread at a time.</summary>
    /// <param name="milliseconds">−1 for as long as it takes.</param>
    /// <returns>How many are ready.</returns>
    public int Wait(int milliseconds)
    {
        fixed (byte* ready = _ready)
        {
            int count = Libc.WaitEpoll(this, ready, MaxReady, milliseconds);
            int error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            return error is not (0 or Libc.Interrupted) ? throw SystemCallException.Of("epoll_wait", error) : Math.Max(count, 0);
        }
    }

    /// <summary>What the last wait found.</summary>
    public (uint Events, ulong Data) Ready(int index)
    {
        var ready = _ready.AsSpan(index * (DataAt + 8));
        return (BinaryPrimitives.ReadUInt32LittleEndian(ready), BinaryPrimitives.ReadUInt64LittleEndian(ready[DataAt..]));
    }

    private void Control(int operation, Descriptor descriptor, uint events, ulong data)
    {
        byte* readiness = stackalloc byte[16];
        BinaryPrimitives.WriteUInt32LittleEndian(new Span<byte>(readiness, 4), events);
        BinaryPrimitives.WriteUInt64LittleEndian(new Span<byte>(readiness + DataAt, 8), data);
        if (Libc.ControlEpoll(this, operation, descriptor, readiness) < 0)
        {
            throw SystemCallException.Of("epoll_ctl", Marshal.GetLastPInvokeError());
        }
    }
}
