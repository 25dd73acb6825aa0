using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Hypernet.Sandbox;

/// <summary>What the attempts reach for, in this process and its folder, and whether anything has touched it.</summary>
internal sealed class EscapeBait : IDisposable
{
    private readonly string _folder;
    private readonly string _mark = "bait-" + Guid.NewGuid().ToString("N");
    private readonly Socket _tcp = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _abstract = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly FileStream _canary;
    private readonly int _leaked;

    /// <summary>Lays the bait in a folder that is empty.</summary>
    public EscapeBait(string folder)
    {
        _folder = folder;
        File.WriteAllText(CanaryPath, _mark);
        _canary = File.OpenRead(CanaryPath);
        _leaked = Leak(_canary);
        _tcp.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _tcp.Listen();
        _abstract.Bind(new UnixDomainSocketEndPoint('\0' + _mark));
        _abstract.Listen();
    }

    private string CanaryPath => Path.Combine(_folder, "canary");

    /// <summary>Where the bait is, for the programs of Check/Attempts.</summary>
    public string Describe(SandboxLimits limits) => JsonSerializer.Serialize(new
    {
        canary = CanaryPath,
        agent = Environment.ProcessId,
        port = ((IPEndPoint)_tcp.LocalEndPoint!).Port,
        @abstract = _mark,
        limits = new
        {
            memory = limits.MemoryMiB,
            processes = limits.Processes,
            scratch = limits.ScratchMiB,
            shared = limits.SharedMemoryMiB,
            files = limits.OpenFiles,
        },
    });

    /// <summary>What has been touched, or null.</summary>
    public string? Touched()
    {
        if (!Directory.EnumerateFileSystemEntries(_folder).SequenceEqual([CanaryPath]) || File.ReadAllText(CanaryPath) != _mark)
        {
            return $"{_folder} was written to";
        }

        if (_tcp.Poll(0, SelectMode.SelectRead) || _abstract.Poll(0, SelectMode.SelectRead))
        {
            return "a socket outside was connected to";
        }

        return Survivor() is { } survivor ? $"process {survivor} has survived" : null;
    }

    public void Dispose()
    {
        _ = Libc.Close(_leaked);
        _canary.Dispose();
        _tcp.Dispose();
        _abstract.Dispose();
    }

    // F_DUPFD: without close-on-exec, as a careless library would.
    private static int Leak(FileStream file) => Libc.Duplicate((int)file.SafeFileHandle.DangerousGetHandle(), 0, 3);

    // Each process of an attempt has the mark on its command line.
    private string? Survivor() =>
        Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(path[^1])).Select(Path.GetFileName)
            .FirstOrDefault(id => id != Environment.ProcessId.ToString(System.Globalization.CultureInfo.InvariantCulture) && HasMark(id!));

    private bool HasMark(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{process}/cmdline")).Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception ended) when (ended is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
