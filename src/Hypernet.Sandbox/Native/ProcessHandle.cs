using System.Globalization;
using System.Runtime.InteropServices;

namespace Hypernet.Sandbox;

/// <summary>
/// A pidfd of process 1 of a sandbox. The kernel reports its end when no other process of its namespace is left.
/// </summary>
internal sealed class ProcessHandle : IDisposable
{
    private readonly Lock _closing = new();
    private readonly int _descriptor;
    private bool _isClosed;

    private ProcessHandle(int descriptor) => _descriptor = descriptor;

    /// <summary>Opens a child of a process; null when it has ended, whether or not its id is in use again.</summary>
    public static ProcessHandle? OpenChild(int id, int parent)
    {
        int descriptor = (int)Libc.SystemCall(Libc.PidfdOpenCall, id, 0, 0, 0);
        if (descriptor < 0)
        {
            return null;
        }

        var handle = new ProcessHandle(descriptor);
        if (ParentOf(id) == parent)
        {
            return handle;
        }

        handle.Dispose();
        return null;
    }

    /// <summary>Sends SIGKILL; nothing happens when it has ended, or after disposal.</summary>
    public void Kill()
    {
        lock (_closing)
        {
            if (!_isClosed)
            {
                _ = Libc.SystemCall(Libc.PidfdSendSignalCall, _descriptor, Libc.SigKill, 0, 0);
            }
        }
    }

    /// <summary>Waits for its end.</summary>
    public Task WaitAsync() => Task.Run(() =>
    {
        var poll = new Libc.PollDescriptor { Descriptor = _descriptor, Wanted = Libc.PollIn };
        while (Libc.Poll(ref poll, 1, -1) < 0 && Marshal.GetLastPInvokeError() == Libc.InterruptedCall)
        {
        }
    });

    public void Dispose()
    {
        lock (_closing)
        {
            if (!_isClosed)
            {
                _isClosed = true;
                _ = Libc.Close(_descriptor);
            }
        }
    }

    private static int? ParentOf(int id)
    {
        try
        {
            return File.ReadLines($"/proc/{id}/status")
                .Where(line => line.StartsWith("PPid:", StringComparison.Ordinal))
                .Select(line => (int?)int.Parse(line["PPid:".Length..], CultureInfo.InvariantCulture))
                .FirstOrDefault();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
