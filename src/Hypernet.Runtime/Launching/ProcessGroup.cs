using System.Runtime.InteropServices;

namespace Hypernet.Runtime.Launching;

/// <summary>Signals to all processes that a rank's program has started.</summary>
internal static partial class ProcessGroup
{
    public const int Interrupt = 2;
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends a signal to a group. Nothing happens if nobody is in it.</summary>
    /// <param name="group">The id of the process that founded it.</param>
    /// <param name="signal">Its number.</param>
    /// <returns>Whether there was somebody.</returns>
    public static bool Signal(int group, int signal) => Send(-group, signal) == 0;

    /// <summary>Sends a signal to a process that has yet to found its group.</summary>
    /// <param name="process">Its id.</param>
    /// <param name="signal">Its number.</param>
    public static void SignalFounder(int process, int signal) => _ = Send(process, signal);

    // The C library is the system's: it is never looked for beside the assembly.
    [LibraryImport("libc.so.6", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int Send(int process, int signal);
}
