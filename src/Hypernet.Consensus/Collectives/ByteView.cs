using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Hypernet.Consensus;

/// <summary>The bytes of elements in place: a contribution is copied by the call, once is enough.</summary>
internal sealed class ByteView<T>(ReadOnlyMemory<T> elements) : MemoryManager<byte>
    where T : unmanaged
{
    public override Span<byte> GetSpan() => MemoryMarshal.AsBytes(MemoryMarshal.AsMemory(elements).Span);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        int first = Math.DivRem(elementIndex, Unsafe.SizeOf<T>(), out int within);
        return within == 0 ? elements[first..].Pin() : throw new NotSupportedException($"Byte {elementIndex} is inside an element.");
    }

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
