using System.Net;
using System.Security.Cryptography;
using Hypernet.Consensus;
using Hypernet.Network;
using Xunit;

namespace Hypernet.Runtime.Python;

/// <summary>Real ranks: each a Python process, a runtime, and a node, which speaks to the others over loopback.</summary>
internal sealed class LocalRanks : IAsyncDisposable
{
    private readonly ConsensusNode[] _nodes;
    private readonly string _packages;

    private LocalRanks(ConsensusNode[] nodes, string packages)
    {
        _nodes = nodes;
        _packages = packages;
    }

    public static async Task<LocalRanks> JoinAsync(int size = 4, string? packages = null)
    {
        byte[] token = RandomNumberGenerator.GetBytes(TcpTransportOptions.TokenBytes);
        var transports = Enumerable.Range(0, size).Select(_ => TcpTransport.Listen(new TcpTransportOptions { Token = token })).ToArray();
        IPEndPoint[] book = [.. transports.Select(transport => transport.LocalEndPoint)];
        var nodes = new ConsensusNode[size];
        for (int rank = 0; rank < size; rank++)
        {
            transports[rank].Join(book, rank);
            nodes[rank] = await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = transports[rank] });
        }

        return new LocalRanks(nodes, packages ?? Bindings.PythonFolder);
    }

    /// <summary>Runs a program as every rank. When one has ended, its node leaves the others, as a launcher has it do.</summary>
    public Task<PythonRun[]> RunAsync(params string[] command) => Task.WhenAll(_nodes.Select((node, rank) => RunAsync(node, rank, command)));

    /// <summary>Runs a program as every rank, each of which must end well, and gives what they printed.</summary>
    public async Task<string[]> OutputAsync(params string[] command)
    {
        var runs = await RunAsync(command);
        Assert.All(runs, run => Assert.True(run.ExitCode == 0, run.Errors));
        return [.. runs.Select(run => run.Output)];
    }

    /// <summary>Runs a program of a job as every partition, each with its input and its host; each must finish.</summary>
    public Task<RecordingHost[]> FinishAsync(Func<int, (string Input, RecordingHost Host)> partition, int checkpoints, int resume, params string[] command) =>
        Task.WhenAll(_nodes.Select(async (node, rank) =>
        {
            var (input, host) = partition(rank);
            var identity = ServerFixture.First with
            {
                Rank = rank,
                Group = rank,
                Partition = rank,
                Partitions = _nodes.Length,
                Size = _nodes.Length,
                Checkpoints = checkpoints,
                Resume = resume,
            };
            using var server = new ServerFixture(identity, host, group: node);
            var run = await PythonProgram.RunWithAsync(_packages, server, input, command);
            Assert.True(run.ExitCode == 0, run.Errors);
            Assert.Equal(new SessionEnd.Finished(), await server.End);
            await node.LeaveAsync();
            return host;
        }));

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }
    }

    private async Task<PythonRun> RunAsync(ConsensusNode node, int rank, string[] command)
    {
        var identity = ServerFixture.First with { Rank = rank, Size = _nodes.Length, Checkpoints = 0 };
        using var server = new ServerFixture(identity, group: node);
        var run = await PythonProgram.RunWithAsync(_packages, server, input: null, command);
        await server.End;
        await node.LeaveAsync();
        return run;
    }
}
