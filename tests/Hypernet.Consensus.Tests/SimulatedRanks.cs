using Hypernet.Network.Simulation;
using Xunit;

namespace Hypernet.Consensus;

/// <summary>Programs of all ranks of a group, over a simulated network, on one thread: the same run each time.</summary>
internal static class SimulatedRanks
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Runs a program by four ranks.</summary>
    public static Task RunAsync(Func<IGroup, Task> program) => RunAsync(4, program);

    /// <summary>Runs a program to its end at every rank that lives.</summary>
    /// <param name="size">How many ranks.</param>
    /// <param name="program">What each of them does.</param>
    /// <param name="prepare">What is to happen to the network.</param>
    public static async Task RunAsync(int size, Func<IGroup, Task> program, Action<SimulatedNetwork>? prepare = null)
    {
        var network = new SimulatedNetwork(size, seed: 1);
        prepare?.Invoke(network);
        var nodes = new List<ConsensusNode>();
        for (int rank = 0; rank < size; rank++)
        {
            nodes.Add(await ConsensusNode.JoinAsync(new ConsensusOptions { Transport = network.Transport(rank) }));
        }

        var outer = SynchronizationContext.Current;
        var thread = new OneThread();
        Task[] programs;
        try
        {
            SynchronizationContext.SetSynchronizationContext(thread);
            programs = [.. nodes.Select(program)];
            var end = network.Time.GetUtcNow() + Limit;
            while (!IsDone() && network.Time.GetUtcNow() < end && network.Step() is not null)
            {
            }

            Assert.True(IsDone(), $"Some of {size} ranks still wait after {Limit} of virtual time.");
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(outer);
        }

        await Task.WhenAll(programs.Where((_, rank) => network.IsAlive(rank)));
        foreach (var node in nodes)
        {
            await node.DisposeAsync();
        }

        bool IsDone()
        {
            thread.Drain();
            return programs.Where((_, rank) => network.IsAlive(rank)).All(run => run.IsCompleted);
        }
    }

    // Programs go on here, in the order in which their collectives ended.
    private sealed class OneThread : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public void Drain()
        {
            while (_posted.TryDequeue(out var next))
            {
                next.Callback(next.State);
            }
        }
    }
}
