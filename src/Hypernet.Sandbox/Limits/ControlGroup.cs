using System.Globalization;

namespace Hypernet.Sandbox;

/// <summary>One folder of a control group hierarchy.</summary>
internal sealed class ControlGroup(string folder)
{
    private const int RemovalAttempts = 300;
    private static readonly TimeSpan RemovalPause = TimeSpan.FromMilliseconds(10);

    public string Folder { get; } = folder;

    public string JoinFile => Path.Combine(Folder, "cgroup.procs");

    public bool Has(string file) => File.Exists(Path.Combine(Folder, file));

    public void Write(string file, long value) => Write(file, value.ToString(CultureInfo.InvariantCulture));

    public void Write(string file, string value) => File.WriteAllText(Path.Combine(Folder, file), value);

    /// <summary>The number that stands after a key in a file of lines "key number"; 0 when it does not.</summary>
    public long Read(string file, string key) =>
        File.ReadLines(Path.Combine(Folder, file))
            .Select(line => line.Split(' '))
            .Where(parts => parts.Length == 2 && parts[0] == key)
            .Select(parts => long.Parse(parts[1], CultureInfo.InvariantCulture))
            .FirstOrDefault();

    /// <summary>Kills what is in the group and below, and removes it.</summary>
    /// <exception cref="IOException">It did not become empty within three seconds.</exception>
    public async Task RemoveAsync(TimeProvider time)
    {
        for (int attempt = 1; Directory.Exists(Folder); attempt++)
        {
            try
            {
                foreach (string child in Directory.EnumerateDirectories(Folder))
                {
                    await new ControlGroup(child).RemoveAsync(time).ConfigureAwait(false);
                }

                KillMembers();
                Directory.Delete(Folder);
            }
            catch (IOException) when (attempt < RemovalAttempts && Directory.Exists(Folder))
            {
                // EBUSY: the kernel takes the dead out of a group some time after it reported their death.
                await Task.Delay(RemovalPause, time).ConfigureAwait(false);
            }
            catch (DirectoryNotFoundException)
            {
                return;
            }
        }
    }

    // A member that lies outside of our process namespace shows as 0, which kill(2) takes for our own process group.
    private void KillMembers()
    {
        foreach (int id in File.ReadAllLines(JoinFile).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Where(id => id > 0))
        {
            _ = Libc.Kill(id, Libc.SigKill);
        }
    }
}
