using System.Runtime.InteropServices;

// The C library is the system's: it is never looked for beside the assembly.
[assembly: DefaultDllImportSearchPaths(DllImportSearchPath.System32)]

namespace Hypernet.Cli.Processes;

/// <summary>What .NET does not offer of processes: a polite end, and orphans that come to us.</summary>
internal static partial class Signals
{
    private const string Library = "libc.so.6";
    private const int SigTerm = 15;
    private const int SetChildSubreaper = 36;

    /// <summary>Asks a process to end. One that has ended already is no fault.</summary>
    public static void Terminate(int process) => _ = Kill(process, SigTerm);

    /// <summary>From now on a process whose parent ends becomes a child of this one, so that nobody can slip away.</summary>
    public static void AdoptOrphans() => _ = Prctl(SetChildSubreaper, 1, 0, 0, 0);

    [LibraryImport(Library, EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);

    [LibraryImport(Library, EntryPoint = "prctl")]
    private static partial int Prctl(int option, nuint a, nuint b, nuint c, nuint d);
}
