using System.Runtime.InteropServices;

// The C library is the system's: it is never looked for beside the assembly.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Hypernet.Sandbox;

/// <summary>Calls into glibc 2.34 or newer; constants of x86-64 and arm64.</summary>
internal static partial class Libc
{
    internal const int SigKill = 9;
    internal const int DuplicateCloseOnExec = 1030;
    internal const int PidfdOpenCall = 434;
    internal const int PidfdSendSignalCall = 424;
    internal const short PollIn = 1;
    internal const int InterruptedCall = 4;
    private const string Library = "libc.so.6";

    [LibraryImport(Library, EntryPoint = "getuid")]
    internal static partial uint GetUserId();

    [LibraryImport(Library, EntryPoint = "geteuid")]
    internal static partial uint GetEffectiveUserId();

    [LibraryImport(Library, EntryPoint = "kill", SetLastError = true)]
    internal static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int ChangeOwner(string path, uint user, uint group);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    internal static partial int Duplicate(int descriptor, int command, int least);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    internal static partial int Close(int descriptor);

    [LibraryImport(Library, EntryPoint = "waitpid", SetLastError = true)]
    internal static partial int WaitForProcess(int process, out int status, int options);

    [LibraryImport(Library, EntryPoint = "waitid", SetLastError = true)]
    internal static partial int WaitForState(int idType, int id, Span<byte> information, int options);

    [LibraryImport(Library, EntryPoint = "poll", SetLastError = true)]
    internal static partial int Poll(ref PollDescriptor descriptor, nuint count, int milliseconds);

    // glibc has a function for these two only since 2.36.
    [LibraryImport(Library, EntryPoint = "syscall", SetLastError = true)]
    internal static partial nint SystemCall(nint number, nint first, nint second, nint third, nint fourth);

    internal static string LastError() => Message(Marshal.GetLastPInvokeError());

    internal static string Message(int error) => Marshal.GetPInvokeErrorMessage(error);

    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }
}
