using System.Runtime.InteropServices;
using Hypernet.Sandbox;

namespace Hypernet.Cli.Demo;

/// <summary>Gives files to another user.</summary>
internal static partial class Ownership
{
    /// <summary>Gives a folder with all that is in it.</summary>
    public static void Give(string folder, HostUser user)
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(folder, "*", SearchOption.AllDirectories).Prepend(folder))
        {
            if (ChangeOwner(path, user.Id, user.Id) != 0)
            {
                throw new IOException($"{path} cannot be given to user {user.Id}: {Marshal.GetLastPInvokeErrorMessage()}.");
            }
        }
    }

    [LibraryImport("libc.so.6", EntryPoint = "chown", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ChangeOwner(string path, uint user, uint group);
}
