using System.Buffers.Binary;

namespace Hypernet.Sandbox;

/// <summary>One instruction of classic BPF: struct sock_filter of linux/filter.h, which jumps forward only.</summary>
/// <param name="Code">Operation.</param>
/// <param name="Then">Instructions to skip when a test holds.</param>
/// <param name="Else">Instructions to skip when it does not.</param>
/// <param name="Value">Operand.</param>
internal readonly record struct BpfInstruction(ushort Code, byte Then, byte Else, uint Value)
{
    /// <summary>Bytes of one instruction.</summary>
    public const int Size = 8;

    /// <summary>Loads 32 bits of struct seccomp_data.</summary>
    public static BpfInstruction Load(uint offset) => new(0x20, 0, 0, offset);

    /// <summary>Returns an action of seccomp(2).</summary>
    public static BpfInstruction Return(uint action) => new(0x06, 0, 0, action);

    /// <summary>Skips instructions if the loaded value equals another.</summary>
    public static BpfInstruction SkipIfEqual(uint value, byte skipped) => new(0x15, skipped, 0, value);

    /// <summary>Skips instructions unless the loaded value equals another.</summary>
    public static BpfInstruction SkipUnlessEqual(uint value, byte skipped) => new(0x15, 0, skipped, value);

    /// <summary>Skips instructions unless the loaded value is at least another.</summary>
    public static BpfInstruction SkipUnlessAtLeast(uint value, byte skipped) => new(0x35, 0, skipped, value);

    /// <summary>Skips instructions unless the loaded value has any bit of a mask.</summary>
    public static BpfInstruction SkipUnlessAny(uint mask, byte skipped) => new(0x45, 0, skipped, mask);

    /// <summary>Writes the instruction in the byte order of the supported machines.</summary>
    public void Write(Span<byte> target)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(target, Code);
        target[2] = Then;
        target[3] = Else;
        BinaryPrimitives.WriteUInt32LittleEndian(target[4..], Value);
    }
}
