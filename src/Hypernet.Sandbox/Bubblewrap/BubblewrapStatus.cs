using System.Text.Json;

namespace Hypernet.Sandbox;

/// <summary>What bubblewrap says about its child, line by line in JSON: bwrap(1), --json-status-fd.</summary>
internal sealed class BubblewrapStatus
{
    private readonly TaskCompletionSource<int?> _firstProcess = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Process 1 of the sandbox, in the namespace of this process; null when there never was one.</summary>
    public Task<int?> FirstProcess => _firstProcess.Task;

    /// <summary>The exit code of the program, in the encoding of a shell; null unless it was executed and has ended.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>Reads to the end, which comes with the end of bubblewrap.</summary>
    public async Task ReadAsync(Stream stream)
    {
        try
        {
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.TryGetProperty("child-pid", out var id))
                {
                    _firstProcess.TrySetResult(id.GetInt32());
                }

                if (document.RootElement.TryGetProperty("exit-code", out var code))
                {
                    ExitCode = code.GetInt32();
                }
            }
        }
        finally
        {
            _firstProcess.TrySetResult(null);
        }
    }
}
