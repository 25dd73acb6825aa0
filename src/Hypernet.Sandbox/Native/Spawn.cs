using System.Runtime.InteropServices;

namespace Hypernet.Sandbox;

/// <summary>
/// posix_spawn(3): a child in its own session, with an empty environment, no signal blocked or ignored, and no descriptor
/// but those that are given. Process.Start has no means to close what others opened without close-on-exec.
/// </summary>
internal static unsafe partial class Spawn
{
    private const string Library = "libc.so.6";
    private const short SetDefaultSignals = 0x04;
    private const short SetSignalMask = 0x08;
    private const short SetSession = 0x80;

    // Larger than sigset_t (128), posix_spawn_file_actions_t (80) and posix_spawnattr_t (336) of any glibc.
    private const int OpaqueBytes = 1024;

    /// <summary>Starts a command.</summary>
    /// <param name="command">Absolute path and arguments, without NUL characters.</param>
    /// <param name="descriptors">What becomes its descriptors 1, 2, 3 and so on; 0 becomes /dev/null.</param>
    /// <returns>The process id.</returns>
    /// <exception cref="IOException">The system refused: no such file, too long arguments, too many processes.</exception>
    public static int Start(IReadOnlyList<string> command, IReadOnlyList<int> descriptors)
    {
        byte* actions = stackalloc byte[OpaqueBytes];
        byte* attributes = stackalloc byte[OpaqueBytes];
        byte* signals = stackalloc byte[OpaqueBytes];
        var arguments = command.Select(Marshal.StringToCoTaskMemUTF8).Append(nint.Zero).ToArray();

        // Duplicates lie above the targets, so that no target closes what a later one comes from.
        int least = descriptors.Count + 1;
        var sources = descriptors.Select(given => Libc.Duplicate(given, Libc.DuplicateCloseOnExec, least)).ToArray();
        nint empty = nint.Zero;
        try
        {
            Check(InitializeActions(actions), command);
            Check(InitializeAttributes(attributes), command);
            Check(AddOpen(actions, 0, "/dev/null", 0, 0), command);
            for (int i = 0; i < sources.Length; i++)
            {
                Check(AddDuplicate(actions, sources[i], i + 1), command);
            }

            Check(AddCloseFrom(actions, least), command);
            Check(ClearSignals(signals), command);
            Check(SetMask(attributes, signals), command);
            Check(FillSignals(signals), command);
            Check(SetDefaults(attributes, signals), command);
            Check(SetFlags(attributes, SetDefaultSignals | SetSignalMask | SetSession), command);
            fixed (nint* argumentList = arguments)
            {
                Check(PosixSpawn(out int process, argumentList[0], actions, attributes, argumentList, &empty), command);
                return process;
            }
        }
        finally
        {
            _ = DestroyActions(actions);
            _ = DestroyAttributes(attributes);
            Array.ForEach(sources, source => _ = Libc.Close(source));
            Array.ForEach(arguments, Marshal.FreeCoTaskMem);
        }
    }

    private static void Check(int error, IReadOnlyList<string> command)
    {
        if (error != 0)
        {
            throw new IOException($"{command[0]} could not be started: {Libc.Message(error)}.");
        }
    }

    [LibraryImport(Library, EntryPoint = "posix_spawn")]
    private static partial int PosixSpawn(
        out int process, nint path, byte* actions, byte* attributes, nint* arguments, nint* environment);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_init")]
    private static partial int InitializeActions(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_destroy")]
    private static partial int DestroyActions(byte* actions);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addopen", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int AddOpen(byte* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_adddup2")]
    private static partial int AddDuplicate(byte* actions, int source, int target);

    [LibraryImport(Library, EntryPoint = "posix_spawn_file_actions_addclosefrom_np")]
    private static partial int AddCloseFrom(byte* actions, int first);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_init")]
    private static partial int InitializeAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_destroy")]
    private static partial int DestroyAttributes(byte* attributes);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setflags")]
    private static partial int SetFlags(byte* attributes, short flags);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigmask")]
    private static partial int SetMask(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "posix_spawnattr_setsigdefault")]
    private static partial int SetDefaults(byte* attributes, byte* signals);

    [LibraryImport(Library, EntryPoint = "sigemptyset")]
    private static partial int ClearSignals(byte* signals);

    [LibraryImport(Library, EntryPoint = "sigfillset")]
    private static partial int FillSignals(byte* signals);
}
