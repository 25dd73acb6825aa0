using System.Runtime.InteropServices;

// The C library is the system's: it is never looked for beside the assembly.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Hypernet.Network.Native;

/// <summary>Calls into glibc; constants of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    internal const int StreamSocket = 1;
    internal const int NonBlocking = 0x800;
    internal const int CloseOnExec = 0x80000;
    internal const int SocketLevel = 1;
    internal const int ReuseAddress = 2;
    internal const int SocketError = 4;
    internal const int TcpLevel = 6;
    internal const int NoDelay = 1;
    internal const int DontWait = 0x40;
    internal const int NoSignal = 0x4000;

    internal const int Interrupted = 4;
    internal const int TryAgain = 11;
    internal const int ConnectionAborted = 103;
    internal const int ConnectionRefused = 111;
    internal const int InProgress = 115;

    internal const int EpollAdd = 1;
    internal const int EpollRemove = 2;
    internal const int EpollModify = 3;
    internal const uint Readable = 0x1;
    internal const uint Writable = 0x4;
    internal const uint OneShot = 1u << 30;
    internal const uint EdgeTriggered = 1u << 31;

    private const string Library = "libc.so.6";

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    internal static partial int Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "bind", SetLastError = true)]
    internal static partial int Bind(SafeHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport(Library, EntryPoint = "listen", SetLastError = true)]
    internal static partial int Listen(SafeHandle socket, int backlog);

    [LibraryImport(Library, EntryPoint = "accept4", SetLastError = true)]
    internal static partial int Accept(SafeHandle socket, Span<byte> address, ref int length, int flags);

    [LibraryImport(Library, EntryPoint = "connect", SetLastError = true)]
    internal static partial int Connect(SafeHandle socket, ReadOnlySpan<byte> address, int length);

    [LibraryImport(Library, EntryPoint = "getsockname", SetLastError = true)]
    internal static partial int GetName(SafeHandle socket, Span<byte> address, ref int length);

    [LibraryImport(Library, EntryPoint = "getsockopt", SetLastError = true)]
    internal static partial int GetOption(SafeHandle socket, int level, int name, out int value, ref int length);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    internal static partial int SetOption(SafeHandle socket, int level, int name, in int value, int length);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    internal static partial nint Send(SafeHandle socket, byte* bytes, nint length, int flags);

    [LibraryImport(Library, EntryPoint = "sendmsg", SetLastError = true)]
    internal static partial nint Send(SafeHandle socket, in Message message, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    internal static partial nint Receive(SafeHandle socket, byte* bytes, nint length, int flags);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(nint descriptor);

    [LibraryImport(Library, EntryPoint = "eventfd", SetLastError = true)]
    internal static partial int CreateEvent(uint value, int flags);

    [LibraryImport(Library, EntryPoint = "eventfd_write", SetLastError = true)]
    internal static partial int SignalEvent(SafeHandle descriptor, ulong value);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    internal static partial int CreateEpoll(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    internal static partial int ControlEpoll(SafeHandle epoll, int operation, SafeHandle descriptor, byte* readiness);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    internal static partial int WaitEpoll(SafeHandle epoll, byte* readiness, int count, int milliseconds);

    [StructLayout(LayoutKind.Sequential)]
    internal struct Piece
    {
        public byte* Bytes;
        public nint Length;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal struct Message
    {
        public void* Name;
        public int NameLength;
        public Piece* Pieces;
        public nint Count;
        public void* Control;
        public nint ControlLength;
        public int Flags;
    }
}
