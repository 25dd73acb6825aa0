using System.Text;

namespace Hypernet.Cli.Tests;

/// <summary>Output whose first line somebody waits for.</summary>
internal sealed class LineWriter : TextWriter
{
    private readonly TaskCompletionSource<string> _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<string> First => _first.Task;

    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value) => _first.TrySetResult(value ?? "");
}
