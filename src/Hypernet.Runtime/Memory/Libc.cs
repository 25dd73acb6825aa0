using System.Runtime.InteropServices;

// The C library is the system's: it is never looked for beside the assembly.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Hypernet.Runtime.Memory;

/// <summary>Calls into glibc 2.34 or newer; constants and layouts of x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc.so.6";
    private const uint CloseOnExec = 1;
    private const uint AllowSealing = 2;
    private const int AddSealsCommand = 1033;
    private const int SealSeal = 1;
    private const int SealShrink = 2;
    private const int SealGrow = 4;
    private const int SolSocket = 1;
    private const int ScmRights = 1;
    private const int NoSignal = 0x4000;
    private const int DoNotWait = 0x40;

    /// <summary>memfd_create(2), with close-on-exec; it can be sealed.</summary>
    internal static int CreateMemory(string name) => MemfdCreate(name, CloseOnExec | AllowSealing);

    /// <summary>F_ADD_SEALS (memfd_create(2)): the size is fixed for good, for whoever has the descriptor.</summary>
    internal static int SealSize(int descriptor) => Fcntl(descriptor, AddSealsCommand, SealSeal | SealShrink | SealGrow);

    /// <summary>sendmsg(2) of bytes with one descriptor beside the first of them (unix(7): SCM_RIGHTS).</summary>
    /// <returns>How many bytes were sent; negative if none.</returns>
    internal static nint Send(nint socket, ReadOnlySpan<byte> bytes, int descriptor)
    {
        var control = new Control { Length = (nuint)(sizeof(Control) - sizeof(int)), Level = SolSocket, Type = ScmRights, Descriptor = descriptor };
        fixed (byte* start = bytes)
        {
            var vector = new Vector { Start = start, Length = (nuint)bytes.Length };
            var message = new Message { Vectors = &vector, Count = 1, Control = &control, ControlLength = (nuint)sizeof(Control) };
            return SendMessage(socket, &message, NoSignal | DoNotWait);
        }
    }

    [LibraryImport(Library, EntryPoint = "memfd_create", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MemfdCreate(string name, uint flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Fcntl(int descriptor, int command, int argument);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    private static partial nint SendMessage(nint socket, Message* message, int flags);

    // struct iovec, cmsghdr with an int (24 bytes with its padding), msghdr.
    private struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    [StructLayout(LayoutKind.Sequential, Size = 24)]
    private struct Control
    {
        public nuint Length;
        public int Level;
        public int Type;
        public int Descriptor;
    }

    private struct Message
    {
        public void* Name;
        public uint NameLength;
        public Vector* Vectors;
        public nuint Count;
        public Control* Control;
        public nuint ControlLength;
        public int Flags;
    }
}
