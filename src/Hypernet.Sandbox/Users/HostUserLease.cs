using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>As root: a uid that nobody else on this machine uses, kept from other launchers until disposal.</summary>
public sealed class HostUserLease : IDisposable
{
    // 60578–61183 is what systemd (uids-gids.md) and Debian leave unused; it also fits the 65,536 ids of a container.
    private const int First = 60600;
    private const int Count = 500;
    private const string LockFolder = "/run/hypernet/users";
    private readonly FileStream _lock;

    // FileShare.None is an flock: the kernel lets go of it when this process dies. The file stays, since removing it would
    // let two launchers hold locks on two files of one name.
    private HostUserLease(uint id)
    {
        User = new HostUser(id);
        string path = Path.Combine(LockFolder, id.ToString(CultureInfo.InvariantCulture));
        _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    /// <summary>The user.</summary>
    public HostUser User { get; }

    /// <summary>Takes the first user that is free: not taken by another launcher, and with no process alive.</summary>
    /// <returns>The lease.</returns>
    /// <exception cref="UnauthorizedAccessException">This process is not root.</exception>
    /// <exception cref="PlatformNotSupportedException">This is not Linux.</exception>
    /// <exception cref="InvalidOperationException">All are taken.</exception>
    public static HostUserLease Acquire()
    {
        if (!OperatingSystem.IsLinux())
        {
            throw new PlatformNotSupportedException("Users are leased on Linux only.");
        }

        Directory.CreateDirectory(LockFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var alive = LivingUsers();
        return Enumerable.Range(First, Count).Select(id => (uint)id).Where(id => !alive.Contains(id))
            .Select(TryTake).OfType<HostUserLease>().FirstOrDefault()
            ?? throw new InvalidOperationException($"All {Count} uids from {First} on are taken. End the agents that nobody needs.");
    }

    /// <summary>Gives the user back. Its processes should have ended.</summary>
    public void Dispose() => _lock.Dispose();

    private static HostUserLease? TryTake(uint id)
    {
        try
        {
            return new HostUserLease(id);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static HashSet<uint> LivingUsers()
    {
        var users = new HashSet<uint>();
        foreach (string folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])))
        {
            try
            {
                users.UnionWith(File.ReadLines(Path.Combine(folder, "status"))
                    .Where(line => line.StartsWith("Uid:", StringComparison.Ordinal))
                    .Select(line => uint.Parse(line.Split('\t')[1], CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }

        return users;
    }
}
