using System.Text.Json;
using Hypernet.Sandbox;
using Hypernet.Testing;

namespace Hypernet.Runtime.Sandboxed;

/// <summary>The entry of this assembly when a test starts it under an unprivileged user: runs one program as an agent would.</summary>
internal static class HostedRank
{
    private static async Task Main(string[] args)
    {
        var hosted = JsonSerializer.Deserialize<HostedProgram>(args[0])!;
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var host = new RecordingHost
        {
            Restorable = hosted.State,
            Answer = (_, _) => Task.FromResult(
                hosted.Refusal is { } reason ? CheckpointAnswer.Stop(reason) : CheckpointAnswer.GoOn),
            Logged = _ =>
            {
                if (hosted.IsStoppedByLog)
                {
                    stop.Cancel();
                }
            },
        };
        var program = new RankProgram
        {
            Command = [.. hosted.Command],
            ProgramFolder = hosted.Folder,
            InputFolder = hosted.InputFolder,
            SocketPath = folder.Of("dac.sock"),
            Limits = new SandboxLimits { WallTime = TimeSpan.FromSeconds(hosted.WallSeconds) },
        };
        var identity = ServerFixture.First with { Checkpoints = 3, Resume = hosted.Resume };

        var run = await RankProcess.RunAsync(
            new BubblewrapSandbox(ResourceFence.Detect(), TimeProvider.System), program, identity, host, TimeProvider.System, stop.Token);

        await Console.Out.WriteAsync(JsonSerializer.Serialize(new HostedRun(
            run.End.ToString(),
            [.. host.Checkpoints.Select(checkpoint => new HostedCheckpoint(checkpoint.Number, checkpoint.Result, checkpoint.State))],
            [.. host.Lines],
            run.OutputTail,
            run.ErrorTail,
            Path.Exists(program.SocketPath))));
    }
}
