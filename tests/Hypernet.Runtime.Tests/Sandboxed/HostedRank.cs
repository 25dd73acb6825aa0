using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Hypernet.Consensus;
using Hypernet.Network;
using Hypernet.Sandbox;
using Hypernet.Testing;

namespace Hypernet.Runtime.Sandboxed;

/// <summary>The entry of this assembly when a test starts it under an unprivileged user: runs a program as agents would, once or as every rank of a group.</summary>
internal static class HostedRank
{
    private static async Task Main(string[] args)
    {
        var hosted = JsonSerializer.Deserialize<HostedProgram>(args[0])!;
        var nodes = await JoinAsync(hosted.Ranks);
        var runs = await Task.WhenAll(nodes.Count == 0 ? [RunAsync(hosted, null)] : nodes.Select(node => RunAsync(hosted, node)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        await Console.Out.WriteAsync(JsonSerializer.Serialize(runs));
    }

    private static async Task<HostedRun> RunAsync(HostedProgram hosted, ConsensusNode? node)
    {
        using var folder = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var closing = Task.CompletedTask;
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

                if (hosted.IsGroupClosedByLog)
                {
                    closing = node!.DisposeAsync().AsTask();
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
            Group = node,
        };
        var identity = ServerFixture.First with { Checkpoints = 3, Resume = hosted.Resume, Rank = node?.Rank ?? 0, Size = node?.Size ?? 1 };

        var run = await RankProcess.RunAsync(
            new BubblewrapSandbox(ResourceFence.Detect(), TimeProvider.System), program, identity, host, TimeProvider.System, stop.Token);

        await closing;
        return new HostedRun(
            run.End.ToString(),
            [.. host.Checkpoints.Select(checkpoint => new HostedCheckpoint(checkpoint.Number, checkpoint.Result, checkpoint.State))],
            [.. host.Lines],
            run.OutputTail,
            run.ErrorTail,
            Path.Exists(program.SocketPath));
    }

    private static async Task<IReadOnlyList<ConsensusNode>> JoinAsync(int ranks)
    {
        byte[] token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes);
        var transports = Enumerable.Range(0, ranks).Select(_ => TcpTransport.Listen(new TcpTransportOptions { Token = token })).ToList();
        IPEndPoint[] book = [.. transports.Select(transport => transport.LocalEndPoint)];
        var nodes = new List<ConsensusNode>();
        foreach (var transport in transports)
        {
            transport.Join(book, nodes.Count);
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = transport }));
        }

        return nodes;
    }
}
