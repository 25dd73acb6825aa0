namespace Hypernet.Testing;

/// <summary>The processes of this machine.</summary>
public static class ProcessTable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until a process has ended: a signal takes a moment, and its new parent reaps it when it likes.</summary>
    /// <param name="id">The process id.</param>
    /// <exception cref="TimeoutException">It lives on.</exception>
    public static async Task GoneAsync(string id)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (IsAlive(id))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                throw new TimeoutException($"Process {id} lives on.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10));
        }
    }

    private static bool IsAlive(string id)
    {
        try
        {
            return !File.ReadAllText($"/proc/{id}/stat").Contains(") Z ", StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }
}
